#include "services/fenghuo/simulate_page.hpp"

namespace fenghuo::simulate {

// One hue, from light to dark, so that shades stay apart in grey print too.
const char* const page_style = R"css(
:root{--ink:#1f2933;--soft:#6b7785;--line:#dde3ea;--s0:#fff;--s1:#e8f1fb;--s2:#c9dff5;--s3:#93bfe9;--s4:#4a8fd0;--s5:#1d5c9c}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1320px;padding:24px;color:var(--ink);background:#fff;font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:24px;margin:0}h2{font-size:18px;margin:32px 0 8px}header p,.note,.legend,footer{color:var(--soft);margin:4px 0}
.figures{display:flex;flex-wrap:wrap;gap:12px;margin:16px 0 8px}
.figures div{border:1px solid var(--line);border-radius:8px;padding:8px 16px;min-width:130px}
.figures b{display:block;font-size:24px;line-height:1.25;font-variant-numeric:tabular-nums}.figures span{color:var(--soft);font-size:13px}
.kinds span{display:inline-block;margin-right:16px;color:var(--soft)}.kinds b{color:var(--ink)}
.legend i{display:inline-block;width:22px;height:14px;border:1px solid var(--line);vertical-align:-2px}.legend span{margin-left:12px}
.year{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:16px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
.month{width:100%;table-layout:fixed;break-inside:avoid}.month caption{text-align:left;font-weight:600;padding:4px 0}.month small{color:var(--soft);font-weight:400}
.month th{font-size:12px;font-weight:400;color:var(--soft);padding:0}
.month td{border:1px solid var(--line);height:42px;padding:2px 4px;text-align:right;vertical-align:top;line-height:1.25}
.month td small{display:flex;justify-content:space-between;flex-direction:row-reverse;font-size:10px}.month td em{font-style:normal}
.month td b{font-size:14px;font-weight:600}.month td.none{border:0}.month td.out small{opacity:.5}
.month td.off{background-image:repeating-linear-gradient(135deg,transparent 0 5px,rgba(120,130,140,.13) 5px 6px)}
.s1{background-color:var(--s1)}.s2{background-color:var(--s2)}.s3{background-color:var(--s3)}
.s4{background-color:var(--s4);color:#fff}.s5{background-color:var(--s5);color:#fff}.month .s3 small{color:var(--ink)}.month .s4 small,.month .s5 small{color:#fff}
.legend .s0{background:#fff}
.wide{overflow-x:auto}
.parties,.lines{width:100%;font-size:13px}.parties th,.parties td,.lines th,.lines td{border-bottom:1px solid var(--line);padding:3px 6px;text-align:right;white-space:nowrap}
.parties thead th,.lines thead th{color:var(--soft);font-weight:400;vertical-align:bottom}
.parties tbody th,.parties th:first-child{text-align:left;font-weight:400}.parties small{color:var(--soft)}.parties .m{text-align:center;min-width:38px}
.lines th,.lines td{text-align:left;white-space:normal;vertical-align:top}.lines td:first-child{white-space:nowrap}
.draft{border:1px solid #b7791f;color:#8a5a12;border-radius:4px;font-size:11px;padding:0 4px;white-space:nowrap}
summary{cursor:pointer;padding:6px 0;font-weight:600}
footer{border-top:1px solid var(--line);margin-top:32px;padding-top:8px;font-size:13px}
@media (max-width:480px){body{padding:12px}.year{grid-template-columns:1fr}}
@media print{@page{size:A4 landscape;margin:12mm}body{max-width:none;padding:0;font-size:11px}.year{grid-template-columns:repeat(4,1fr);gap:8px}
.month td{height:30px}.month td b{font-size:11px}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}details:not([open]){display:none}.wide{overflow:visible}.parties{font-size:9px}
h2{break-after:avoid}tr{break-inside:avoid}}
)css";

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string grouped(std::uint64_t n) {
  std::string out = std::to_string(n);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
  return out;
}

std::string compact(std::uint64_t n) {
  if (n < 1000) return std::to_string(n);
  if (n < 9'950) return std::to_string((n + 50) / 1000) + "." + std::to_string((n + 50) / 100 % 10) + "k";
  return std::to_string((n + 500) / 1000) + "k";
}

}  // namespace fenghuo::simulate
