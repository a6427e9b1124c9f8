// What does a sealed receipt say, and is it in the log? (Second of three: the receipt.)
// Gives zhishuiVerify(bytes, trust) → the same report as `zs receipt verify --json`.
"use strict";

(() => {
  const {
    Broken, NOT_GENUINE, ORDER, P256, checkSeal, checkTime, checkValidity, commonName, demand, ecdsa, hex, isObject,
    join, number, openFile, readTrust, same, sha256, unbase64, unbase64url, unhex, utf8,
  } = globalThis.zhishuiSeal;
  const LARGEST = 16 * 2 ** 20;
  const CHECKS = {
    layout: "签名覆盖整个文件",
    seal: "电子印章",
    time: "时间戳",
    certificates: "证书",
    attachment: "回执数据",
    taxpayer: "纳税人签名",
    event: "日志记录的就是这份申报",
    log: "记录在公开日志里",
  };
  const UNREADABLE = "回执里的数据读不懂。";

  // ── Attachment ───────────────────────────────────────────────────────────
  const attachment = async (pdf, text) => {
    const shape = /<<\/Length ([1-9]\d{0,8})\/Type\/EmbeddedFile\/Filter\/FlateDecode\/[^\r\n]{1,300}>>\nstream\n/;
    const found = shape.exec(text);
    const once = text.split("/Type/EmbeddedFile/").length === 2;
    demand(found && once, "文件里没有回执数据，或者不止一份。");
    const start = found.index + found[0].length;
    const end = start + Number(found[1]);
    demand(text.startsWith("\nendstream\nendobj\n", end), UNREADABLE);
    return inflate(pdf.subarray(start, end));
  };
  const inflate = async (packed) => {
    const chunks = [];
    let size = 0;
    try {
      for await (const chunk of pieces(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")))) {
        size += chunk.length;
        demand(size <= LARGEST, UNREADABLE);
        chunks.push(chunk);
      }
    } catch {
      throw new Broken(UNREADABLE);
    }
    return join(...chunks);
  };
  async function* pieces(stream) {
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  }

  // ── Receipt ──────────────────────────────────────────────────────────────
  const MEMBERS = "checkpoint,event,format,inclusion_path,leaf_index,salt,snapshot,taxpayer_signature";
  const names = (value) => Object.keys(value).sort().join(",");
  // RFC 8785 for the subset we allow: whole numbers, and text without half characters.
  const canonical = (value) => {
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "number") return demand(Number.isSafeInteger(value), UNREADABLE), String(value);
    if (typeof value === "string") return demand(value.isWellFormed(), UNREADABLE), JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
  };
  const parse = (bytes) => {
    let receipt;
    try {
      receipt = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      throw new Broken(UNREADABLE);
    }
    demand(isObject(receipt) && same(utf8(canonical(receipt)), bytes), UNREADABLE);
    demand(names(receipt) === MEMBERS && receipt.format === "zhishui-receipt/1", "这份回执的格式不认识。");
    const { snapshot, event, taxpayer_signature: signature, leaf_index: index, inclusion_path: path } = receipt;
    demand([snapshot, event, signature].every(isObject) && Array.isArray(path), UNREADABLE);
    demand(Number.isSafeInteger(index) && typeof receipt.checkpoint === "string", UNREADABLE);
    for (const text of [receipt.salt, ...path]) unhex(text, UNREADABLE);
    return receipt;
  };
  const checkTaxpayer = async ({ snapshot, taxpayer_signature: signed }) => {
    const jwk = signed.public_jwk;
    const formed = names(signed) === "alg,public_jwk,signature" && signed.alg === "ES256" && isObject(jwk);
    demand(formed && names(jwk) === "crv,kty,x,y" && jwk.crv === "P-256" && jwk.kty === "EC", NOT_GENUINE);
    const [x, y, raw] = [unbase64url(jwk.x, 32), unbase64url(jwk.y, 32), unbase64url(signed.signature, 64)];
    demand(number(raw.subarray(32)) <= ORDER / 2n, NOT_GENUINE);
    let key;
    try {
      key = await crypto.subtle.importKey("raw", join([4], x, y), P256, false, ["verify"]);
    } catch {
      throw new Broken(NOT_GENUINE);
    }
    demand(await ecdsa(key, raw, utf8(canonical(snapshot))), NOT_GENUINE);
  };
  const checkEvent = async ({ snapshot, event }) => {
    const digest = hex(await sha256(utf8(canonical(snapshot))));
    demand(isObject(event.data) && event.data.snapshot_sha256 === digest, "日志记录的不是这份申报。");
  };

  // ── Log ──────────────────────────────────────────────────────────────────
  const NOTE = new RegExp(
    "^(?<text>(?<origin>[!-*,-~]{1,200})\\n(?<size>0|[1-9][0-9]{0,18})\\n(?<root>[A-Za-z0-9+/]{43}=)\\n)" +
      "\\n— (?<name>[!-*,-~]{1,200}) (?<signature>[A-Za-z0-9+/]{91}=)\\n$",
  );
  const readNote = async (checkpoint, trust) => {
    const why = "日志检查点不是您信任的日志签的。";
    const { text, origin, size, root, name, signature } = NOTE.exec(checkpoint)?.groups ?? {};
    const log = trust.logs.find((one) => one.origin === origin && origin === name);
    demand(log, why);
    const id = (await sha256(utf8(`${origin}\n\x01`), log.key)).subarray(0, 4);
    const signed = unbase64(signature, why);
    demand(same(signed.subarray(0, 4), id) && BigInt(size) <= 2n ** 62n, why);
    const key = await crypto.subtle.importKey("raw", log.key, { name: "Ed25519" }, false, ["verify"]);
    demand(await crypto.subtle.verify("Ed25519", key, signed.subarray(4), utf8(text)), why);
    return { origin, size: BigInt(size), root: unbase64(root, why) };
  };
  // Whether each hash of the path is the left neighbour, lowest first (RFC 9162, 2.1.3).
  const sides = (index, size) => {
    const found = [];
    for (let [begin, end] = [0n, size]; end - begin > 1n; ) {
      const middle = begin + (1n << BigInt((end - begin - 1n).toString(2).length - 1));
      found.unshift(index >= middle);
      [begin, end] = index < middle ? [begin, middle] : [middle, end];
    }
    return found;
  };
  const checkLog = async (receipt, trust) => {
    const why = "日志里没有这条记录。";
    const head = await readNote(receipt.checkpoint, trust);
    const index = BigInt(receipt.leaf_index);
    demand(0n <= index && index < head.size, why);
    const lefts = sides(index, head.size);
    const path = receipt.inclusion_path.map((step) => unhex(step, UNREADABLE));
    demand(path.length === lefts.length && path.every((step) => step.length === 32), why);
    const commitment = await sha256(unhex(receipt.salt, UNREADABLE), utf8(canonical(receipt.event)));
    let digest = await sha256([0], commitment);
    for (const [at, step] of path.entries()) {
      digest = lefts[at] ? await sha256([1], step, digest) : await sha256([1], digest, step);
    }
    demand(same(digest, head.root), why);
    return head;
  };

  // ── What it says ─────────────────────────────────────────────────────────
  const moment = (at) => {
    const local = new Date(at.getTime() + 8 * 3600 * 1000);
    const day = `${local.getUTCFullYear()}年${local.getUTCMonth() + 1}月${local.getUTCDate()}日`;
    return `${day} ${local.toISOString().slice(11, 19)}`;
  };
  const amount = (value, unit) => {
    if (unit !== "元" || typeof value !== "string") return `${value}${unit}`;
    const parts = /^(-?)0*(\d{1,17})(?:\.(\d{1,2}))?$/.exec(value);
    demand(parts, UNREADABLE);
    const grouped = parts[2].replace(/\B(?=(\d{3})+$)/g, ",");
    const minus = parts[1] && /[1-9]/.test(value) ? "−" : "";
    return `${minus}${grouped}.${(parts[3] ?? "").padEnd(2, "0")}元`;
  };
  const objects = (value) => (Array.isArray(value) ? value.filter(isObject) : []);
  // The lines as printed on the document; without one, every figure that was computed.
  const figures = (snapshot) => {
    const printed = objects(isObject(snapshot.document) ? snapshot.document.lines : null);
    if (printed.length) return printed.map((line) => [line.label ?? "", line.value ?? ""]);
    return objects(snapshot.figures)
      .filter((figure) => (figure.value ?? null) !== null)
      .map((figure) => [figure.title ?? "", amount(figure.value, figure.unit ?? "")]);
  };
  const claims = ({ snapshot, event, leaf_index: index }, certificate, sealedAt, head) => {
    const [who, what] = [snapshot.taxpayer?.name, snapshot.matter?.name];
    const said = [who, what].every((text) => typeof text === "string" && text !== "");
    demand(said && !Number.isNaN(Date.parse(event.at)), "回执里没有写明是谁办的什么事。");
    return {
      who,
      what,
      number: snapshot.number ?? "",
      period: snapshot.period ?? "",
      headline: snapshot.headline ?? "",
      figures: figures(snapshot),
      submitted_at: moment(new Date(event.at)),
      sealed_at: moment(sealedAt),
      sealed_by: commonName(certificate),
      log_origin: head.origin,
      log_index: index,
      log_size: Number(head.size),
    };
  };

  // ── The verdict ──────────────────────────────────────────────────────────
  const examine = async (pdf, trust, begin) => {
    begin("layout");
    const envelope = await openFile(pdf);
    begin("seal");
    const certificate = await checkSeal(envelope, trust);
    begin("time");
    const { at, stamper } = await checkTime(envelope, trust);
    begin("certificates");
    await checkValidity([certificate, stamper], at, trust);
    begin("attachment");
    const receipt = parse(await attachment(pdf, envelope.text));
    begin("taxpayer");
    await checkTaxpayer(receipt);
    begin("event");
    await checkEvent(receipt);
    begin("log");
    return claims(receipt, certificate, at, await checkLog(receipt, trust));
  };
  const verify = async (pdf, trustData) => {
    const begun = [];
    const report = { ok: false, demo: true, why: "", claims: null };
    try {
      const trust = await readTrust(trustData);
      report.demo = trust.demo;
      report.claims = await examine(pdf, trust, (code) => begun.push(code));
      report.ok = true;
    } catch (error) {
      report.why = error instanceof Broken ? error.message : "文件读不懂，不能证明是真的。";
    }
    const failed = report.ok ? -1 : begun.length - 1;
    report.checks = begun.map((code, at) => ({
      code,
      title: CHECKS[code],
      ok: at !== failed,
      why: at === failed ? report.why : "",
    }));
    return report;
  };
  globalThis.zhishuiVerify = verify;
})();
