// How does a reader see the verdict? (Last of three: the page.)
// Needs #receipt-file and #verdict; the trust comes from <script type="application/json" id="trust">,
// else from trust.json beside the page, else from a file picked in #trust-file.
"use strict";

(() => {
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const show = (...parts) => document.getElementById("verdict").replaceChildren(...parts);

  const pairs = (entries) => {
    const list = element("dl");
    for (const [label, value] of entries) if (value) list.append(element("dt", label), element("dd", value));
    return list;
  };
  const face = (claims) => {
    const paper = element("div", "", "doc-face");
    const place = `${claims.log_origin} 第${(claims.log_index + 1).toLocaleString("en")}条`;
    paper.append(
      pairs([
        ["办理人", claims.who],
        ["事项", claims.what],
        ["所属期", claims.period],
        ["回执号", claims.number],
        ["结果", claims.headline],
        ...claims.figures,
        ["提交时间", claims.submitted_at],
        ["盖章时间", claims.sealed_at],
        ["盖章单位", claims.sealed_by],
        ["公开日志", `${place}，盖章时共${claims.log_size.toLocaleString("en")}条`],
      ]),
    );
    const sheet = element("article", "", "doc");
    sheet.append(paper);
    return sheet;
  };
  const steps = (checks) => {
    const list = element("ol", "", "ledger rows");
    for (const check of checks) {
      const row = element("li");
      const verdict = check.ok ? "通过" : `不通过：${check.why}`;
      row.append(element("b", check.title), element("span", verdict, check.ok ? "tag tag-ok" : "tag tag-bad"));
      list.append(row);
    }
    return list;
  };
  const draw = (report) => {
    const words = report.ok ? "真的，没有改动" : "不能证明是真的";
    const note = report.ok ? "每一处都核验过了。" : report.why;
    const parts = [element("h2", words), element("p", note, report.ok ? "note note-ok" : "note note-bad")];
    if (report.ok && report.demo) parts.push(element("p", "演示密钥签发，没有法律效力。", "note note-warn"));
    if (report.claims) parts.push(face(report.claims));
    show(...parts, steps(report.checks));
  };
  const complain = (words) => show(element("p", words, "note note-warn"));

  const asJson = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  };
  const findTrust = async () => {
    const block = document.getElementById("trust");
    if (block) return asJson(block.textContent);
    const picked = document.getElementById("trust-file")?.files[0];
    if (picked) return asJson(await picked.text());
    // A page opened from disk may not fetch its neighbour; then the reader picks the file.
    return fetch("trust.json").then((answer) => answer.json()).catch(() => null);
  };
  const check = async (file) => {
    if (!globalThis.crypto?.subtle) {
      complain("这个网址不是安全连接，浏览器不让核验。请换 https 网址，或者把这一页存到电脑上打开。");
      return;
    }
    complain("正在核验，一般不到一秒。");
    const trust = await findTrust();
    if (trust === null) complain("还缺信任文件。请选税务局公布的 trust.json，再选回执。");
    else draw(await globalThis.zhishuiVerify(new Uint8Array(await file.arrayBuffer()), trust));
  };

  const start = () => {
    const input = document.getElementById("receipt-file");
    const again = () => input.files[0] && check(input.files[0]);
    input.addEventListener("change", again);
    document.getElementById("trust-file")?.addEventListener("change", again);
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
