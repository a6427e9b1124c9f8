// Is this file exactly what the bureau sealed, to the last bit? (First of three: the seal.)
// The same rules as `zs receipt verify`: a seal's encoding is rebuilt from its checked parts and
// compared, so that no byte is left that could be flipped without notice. No library, no network.
"use strict";

(() => {
  const ROOM = 8192;
  const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const NOT_GENUINE = "纳税人的签名不是真的，或者申报内容被改过。";

  class Broken extends Error {}
  const demand = (held, why) => {
    if (!held) throw new Broken(why);
  };

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  // ── Bytes ────────────────────────────────────────────────────────────────
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return all;
  };
  const compare = (a, b) => {
    for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at] - b[at];
    return a.length - b.length;
  };
  const same = (a, b) => compare(a, b) === 0;
  const utf8 = (text) => new TextEncoder().encode(text);
  // One code unit a byte, so that an index into the text is an index into the bytes.
  const ascii = (bytes) => new TextDecoder("latin1").decode(bytes);
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text, why) => {
    demand(typeof text === "string" && /^([0-9a-f]{2})*$/.test(text), why);
    return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  };
  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
  const unbase64 = (text, why) => {
    demand(typeof text === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, why);
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    demand(base64(bytes) === text, why);
    return bytes;
  };
  const unbase64url = (text, size) => {
    demand(typeof text === "string" && /^[A-Za-z0-9_-]*$/.test(text) && text.length % 4 !== 1, NOT_GENUINE);
    const padded = text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
    const bytes = unbase64(padded, NOT_GENUINE);
    demand(bytes.length === size, NOT_GENUINE);
    return bytes;
  };
  const number = (bytes) => (bytes.length ? BigInt(`0x${hex(bytes)}`) : 0n);
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));

  // ── DER: written by us, read only to take the free parts out ─────────────
  const tlv = (tag, ...parts) => {
    const content = join(...parts);
    if (content.length < 0x80) return join([tag, content.length], content);
    const length = unhex(content.length.toString(16).replace(/^(?=(..)*.$)/, "0"));
    return join([tag, 0x80 | length.length], length, content);
  };
  const sequence = (...parts) => tlv(0x30, ...parts);
  const setOf = (tag, ...parts) => tlv(tag, ...parts.sort(compare));
  const octets = (bytes) => tlv(0x04, bytes);
  const integer = (value) => {
    const digits = value.toString(16);
    const bytes = unhex(digits.length % 2 ? `0${digits}` : digits);
    return tlv(0x02, bytes[0] & 0x80 ? [0] : [], bytes);
  };
  const oid = (dotted) => {
    const [first, second, ...rest] = dotted.split(".").map(BigInt);
    const base128 = (arc) => {
      const digits = [Number(arc & 0x7fn)];
      while ((arc >>= 7n)) digits.unshift(Number(arc & 0x7fn) | 0x80);
      return digits;
    };
    return tlv(0x06, ...[first * 40n + second, ...rest].map(base128));
  };
  const read = (data, at, limit) => {
    demand(at + 2 <= limit, "签名的编码不完整。");
    let size = data[at + 1];
    let inner = at + 2;
    if (size >= 0x80) {
      inner += size - 0x80;
      size = Number(number(data.subarray(at + 2, inner)));
    }
    demand(inner + size <= limit, "签名的编码不完整。");
    return [at, inner, inner + size];
  };
  const reach = (data, path) => {
    let [start, inner, end] = read(data, 0, data.length);
    for (const index of path) {
      const limit = end;
      let at = inner;
      for (let skipped = 0; skipped < index; skipped++) at = read(data, at, limit)[2];
      [start, inner, end] = read(data, at, limit);
    }
    return [start, inner, end];
  };
  const whole = (data, ...path) => data.subarray(reach(data, path)[0], reach(data, path)[2]);
  const content = (data, ...path) => data.subarray(reach(data, path)[1], reach(data, path)[2]);

  // ── CMS: what a seal and a time-stamp must be, byte for byte ─────────────
  const DATA = "1.2.840.113549.1.7.1";
  const TST_INFO = "1.2.840.113549.1.9.16.1.4";
  const POLICY = "2.25.246470339718905410163463870118129049093";
  const SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"), tlv(0x05));
  const SIGNATURE = [1, 0, 4, 0, 5];
  const DIGEST = [1, 0, 4, 0, 3, 1, 1, 0];
  const CERTIFICATES = [1, 0, 3];
  const TOKEN = [1, 0, 4, 0, 6, 0, 1, 0];
  const attribute = (kind, value) => sequence(oid(kind), setOf(0x31, value));
  const attributes = async (kind, digest, certificate) => {
    const names = sequence(tlv(0xa4, whole(certificate, 0, 3)));
    const mine = sequence(octets(await sha256(certificate)), sequence(names, whole(certificate, 0, 1)));
    return setOf(
      0x31,
      attribute("1.2.840.113549.1.9.3", oid(kind)),
      attribute("1.2.840.113549.1.9.4", octets(digest)),
      attribute("1.2.840.113549.1.9.16.2.47", sequence(sequence(mine))),
    );
  };
  const signedData = async (version, kind, inside, digest, certificate, authority, signature, unsigned) => {
    const signer = sequence(
      integer(1),
      sequence(whole(certificate, 0, 3), whole(certificate, 0, 1)),
      SHA256,
      tlv(0xa0, content(await attributes(kind, digest, certificate))),
      sequence(oid("1.2.840.10045.4.3.2")),
      octets(signature),
      ...unsigned.map((one) => setOf(0xa1, one)),
    );
    const held = setOf(0xa0, certificate, authority);
    const inner = sequence(integer(version), setOf(0x31, SHA256), inside, held, setOf(0x31, signer));
    return sequence(oid("1.2.840.113549.1.7.2"), tlv(0xa0, inner));
  };
  const tstInfo = (imprint, serial, time) =>
    sequence(integer(1), oid(POLICY), sequence(SHA256, octets(imprint)), integer(serial), tlv(0x18, time));

  // ── Keys ─────────────────────────────────────────────────────────────────
  const P256 = { name: "ECDSA", namedCurve: "P-256" };
  const fixed = (value) => unhex(value.toString(16).padStart(64, "0"));
  const ecdsa = (key, signature, data) =>
    crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, data);
  // A DER signature as raw r‖s. Our own has one form only, with the smaller s; a certificate's may have either.
  const rawSignature = (signature, why, ours) => {
    const [r, s] = numbers(signature, why);
    demand(same(sequence(integer(r), integer(s)), signature), why);
    demand(r < ORDER && s < ORDER && !(ours && s > ORDER / 2n), why);
    return join(fixed(r), fixed(s));
  };
  const numbers = (signature, why) => {
    try {
      return [0, 1].map((at) => number(content(signature, at)));
    } catch {
      throw new Broken(why);
    }
  };
  const verifyBy = async (certificate, signature, data, why, ours = true) => {
    const key = await crypto.subtle.importKey("spki", whole(certificate, 0, 6), P256, false, ["verify"]);
    demand(await ecdsa(key, rawSignature(signature, why, ours), data), why);
  };

  // ── Steps ────────────────────────────────────────────────────────────────
  const openFile = async (pdf) => {
    const text = ascii(pdf);
    const ranges = [...text.matchAll(/\/ByteRange \[0 ([1-9]\d{0,9}) ([1-9]\d{0,9}) ([1-9]\d{0,9})\]/g)];
    demand(ranges.length === 1 && text.split("/ByteRange").length === 2, "这不是本系统签发的回执，或者签名区被改过。");
    const [start, end, rest] = ranges[0].slice(1).map(Number);
    demand(end - start === 2 * ROOM + 2 && end + rest === pdf.length, "签名没有覆盖整个文件：可能有内容被加上或截掉。");
    demand(text.slice(0, start).endsWith("/Contents "), "签名区不在约定的位置。");
    const gap = text.slice(start, end);
    demand(/^<[0-9a-f]*>$/.test(gap), "签名区不是约定的写法。");
    const padded = unhex(gap.slice(1, -1));
    const signature = whole(padded);
    demand(padded.subarray(signature.length).every((byte) => byte === 0), "签名之后还有多余的内容。");
    return { digest: await sha256(pdf.subarray(0, start), pdf.subarray(end)), signature, text };
  };
  const trusted = (held, known, why) => {
    const found = known.find((certificate) => ascii(held).includes(ascii(certificate)));
    demand(found, why);
    return found;
  };
  const authorityOf = (certificate, trust) => {
    const found = trust.authorities.find((one) => same(whole(one, 0, 5), whole(certificate, 0, 3)));
    demand(found, "证书不是您信任的机构签发的。");
    return found;
  };
  const checkSeal = async ({ digest, signature: sealed }, trust) => {
    const certificate = trusted(whole(sealed, ...CERTIFICATES), trust.seals, "盖章的不是您信任的税务局。");
    demand(same(content(sealed, ...DIGEST), digest), "文件内容在盖章之后被改过。");
    const signature = content(sealed, ...SIGNATURE);
    const token = attribute("1.2.840.113549.1.9.16.2.14", whole(sealed, ...TOKEN));
    const authority = authorityOf(certificate, trust);
    const inside = sequence(oid(DATA));
    const expected = await signedData(1, DATA, inside, digest, certificate, authority, signature, [token]);
    demand(same(expected, sealed), "电子印章的编码被改过。");
    await verifyBy(certificate, signature, await attributes(DATA, digest, certificate), "电子印章不是真的。");
    return certificate;
  };
  const checkTime = async ({ signature: sealed }, trust) => {
    const token = whole(sealed, ...TOKEN);
    const why = "时间戳不是您信任的机构盖的。";
    const certificate = trusted(whole(token, ...CERTIFICATES), trust.time_stampers, why);
    const info = content(token, 1, 0, 2, 1, 0);
    const [serial, time] = [number(content(info, 3)), content(info, 4)];
    const imprint = await sha256(content(sealed, ...SIGNATURE));
    const said = /^\d{14}Z$/.test(ascii(time)) && same(info, tstInfo(imprint, serial, time));
    demand(said, "时间戳盖的不是这个印章。");
    const signature = content(token, ...SIGNATURE);
    const inside = sequence(oid(TST_INFO), tlv(0xa0, octets(info)));
    const [digest, authority] = [await sha256(info), authorityOf(certificate, trust)];
    const expected = await signedData(3, TST_INFO, inside, digest, certificate, authority, signature, []);
    demand(same(expected, token), "时间戳的编码被改过。");
    await verifyBy(certificate, signature, await attributes(TST_INFO, digest, certificate), "时间戳不是真的。");
    return { at: instant(ascii(time), "时间戳的时间读不懂。"), stamper: certificate };
  };
  const checkValidity = async (leaves, at, trust) => {
    for (const leaf of leaves) {
      const authority = authorityOf(leaf, trust);
      const why = "证书不是您信任的机构签发的。";
      await verifyBy(authority, content(leaf, 2).subarray(1), whole(leaf, 0), why, false);
      for (const one of [leaf, authority]) {
        const [from, until] = [0, 1].map((end) => instant(ascii(content(one, 0, 4, end)), why));
        demand(from <= at && at <= until, "盖章时证书不在有效期内。");
      }
    }
  };
  const instant = (text, why) => {
    // Two-digit years are 2000–2049 in the certificates we issue.
    const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text.length === 13 ? `20${text}` : text);
    demand(parts, why);
    const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
    const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    demand(at.toISOString().replace(/\D/g, "").slice(0, 14) === parts.slice(1).join(""), why);
    return at;
  };
  const commonName = (certificate) => {
    const found = ascii(whole(certificate, 0, 5)).lastIndexOf(ascii(oid("2.5.4.3")));
    return new TextDecoder().decode(content(whole(certificate, 0, 5).subarray(found + 5)));
  };

  // ── What it believes ─────────────────────────────────────────────────────
  const readTrust = async (data) => {
    const why = "信任文件读不懂，请重新取一份 trust.json。";
    demand(isObject(data) && data.format === "zhishui-trust/1", why);
    const trust = { demo: data.demo !== false, name: data.name };
    for (const kind of ["authorities", "seals", "time_stampers"]) {
      trust[kind] = data[kind].map((entry) => unbase64(entry.certificate, why));
      for (const [at, der] of trust[kind].entries()) demand(hex(await sha256(der)) === data[kind][at].sha256, why);
    }
    trust.logs = data.logs.map((log) => ({ origin: log.origin, key: unbase64(log.public_key, why) }));
    return trust;
  };

  globalThis.zhishuiSeal = {
    Broken, NOT_GENUINE, ORDER, P256, ascii, checkSeal, checkTime, checkValidity, commonName, demand, ecdsa, hex, isObject,
    join, number, openFile, readTrust, same, sha256, unbase64, unbase64url, unhex, utf8,
  };
})();
