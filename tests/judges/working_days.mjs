// Asks npm's chinese-days, which we didn't write, whether our working days are the State Council's.
//   stdin:  one day a line: "2026-10-10 work" or "2026-10-01 off"
//   stdout: one JSON object: {"days":n,"differ":["2026-10-10: we say off", …]}
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const { isWorkday } = createRequire(import.meta.url)("chinese-days");

const verdict = { days: 0, differ: [] };
for await (const line of createInterface({ input: process.stdin })) {
  const [day, ours] = line.trim().split(" ");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !["work", "off"].includes(ours)) throw new Error(`no day: ${line}`);
  verdict.days += 1;
  if (isWorkday(day) !== (ours === "work")) verdict.differ.push(`${day}: we say ${ours}`);
}
console.log(JSON.stringify(verdict));
