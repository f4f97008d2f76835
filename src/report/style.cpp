#include "html.hpp"
#include "parts.hpp"

namespace muster::report {
namespace {

constexpr std::string_view colours_css = R"css(
:root{color-scheme:light;
--paper:#fbfaf7;--card:#fff;--ink:#22262b;--soft:#565d66;--line:#d9d5cb;--accent:#2f566f;--shade:#f1eee7;
--mark:#7a3e12;--against:#b4713a;--mark-bg:#fbeee0;--typed:#c3d4de;
--b0:#d6ad82;--b1:#e6cba9;--b2:#f3e5d2;--b3:#eeebe4;--b4:#d0e1e8;--b5:#93bdcd;--b6:#39718a;--b7:#17455c;
--t0:#2a1703;--t1:#2a1703;--t2:#2a1703;--t3:#33373c;--t4:#0c2029;--t5:#0c2029;--t6:#fff;--t7:#fff}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;
--paper:#15181b;--card:#1c2024;--ink:#e7e4dd;--soft:#a9aeb5;--line:#363b41;--accent:#a5c6da;--shade:#22272c;
--mark:#f0b98c;--against:#c98a58;--mark-bg:#34261a;--typed:#3d5a6b;
--b0:#6e4b2f;--b1:#563e2a;--b2:#403126;--b3:#2a2e33;--b4:#263f4b;--b5:#2e6178;--b6:#69a9c2;--b7:#b6dded;
--t0:#fbeee2;--t1:#fbeee2;--t2:#f3e3d5;--t3:#d5d6d8;--t4:#dcebf2;--t5:#fff;--t6:#06161d;--t7:#06161d}}
)css";

constexpr std::string_view text_css = R"css(
*{box-sizing:border-box}
[hidden]{display:none !important}
html{font-size:100%;-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.55;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic",NanumGothic,sans-serif}
main,header.top,footer{max-width:70rem;margin:0 auto;padding:0 1.25rem}
h1,h2,h3{font-family:Charter,"Iowan Old Style","Palatino Linotype",Georgia,"Noto Serif","Noto Serif KR",Batang,serif;font-weight:600;line-height:1.25;overflow-wrap:anywhere}
h1{font-size:2.1rem;margin:.1rem 0 .4rem}
h2{font-size:1.45rem;margin:3rem 0 .8rem;padding-top:.7rem;border-top:1px solid var(--line)}
h3{font-size:1.15rem;margin:2rem 0 .5rem}
h4{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.5rem 0;max-width:46rem}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.soft,small{color:var(--soft)}
small{font-size:.85em}
.num{font-variant-numeric:tabular-nums;white-space:nowrap}
header.top{padding-top:2.2rem}
.kind{margin:0;color:var(--soft);letter-spacing:.04em}
.banner{background:var(--mark-bg);color:var(--mark);border:2px solid var(--mark);border-radius:4px;padding:.7rem 1rem;margin:1rem 0;max-width:none}
.banner strong{letter-spacing:.06em}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:1.2rem 0 0}
nav a{display:inline-block;padding:.25rem 0}
dl.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.9rem 1.6rem;margin:1rem 0}
dl.facts dt{color:var(--soft);font-size:.85rem}
dl.facts dd{margin:0;overflow-wrap:anywhere}
.note{border-left:3px solid var(--accent);padding:.15rem 0 .15rem 1rem;margin:1.2rem 0;max-width:48rem}
.note ul{margin:.3rem 0;padding-left:1.2rem}
.note.warn{border-color:var(--mark)}
.tag{display:inline-block;border:1px solid currentColor;border-radius:3px;padding:0 .4rem;font-size:.82rem;line-height:1.5;color:var(--mark);margin:.1rem .3rem .1rem 0}
table{border-collapse:collapse;font-size:.93rem}
caption{text-align:left;color:var(--soft);padding:.2rem 0 .4rem;font-size:.88rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .7rem .4rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600;font-size:.85rem;vertical-align:bottom}
tbody th{font-weight:600}
td.num,th.num{text-align:right}
td.seen,td.bars{white-space:nowrap}
td.seen{font-variant-numeric:tabular-nums}
table.loci th,table.loci td{padding-top:.22rem;padding-bottom:.22rem}
tfoot th,tfoot td{border-bottom:0;font-weight:600}
.family{display:flex;flex-wrap:wrap;gap:.5rem 3rem;align-items:flex-start}
.family>*{max-width:100%;min-width:0}
.scroll{overflow-x:auto;max-width:100%;margin:.4rem 0}
.wide{width:100%}
)css";

constexpr std::string_view parts_css = R"css(
svg{display:block}
svg text{fill:var(--ink);font-size:12px;unicode-bidi:plaintext}
svg text.soft{fill:var(--soft)}
svg.bar{display:inline-block;vertical-align:middle}
.b0{fill:var(--b0)}.b1{fill:var(--b1)}.b2{fill:var(--b2)}.b3{fill:var(--b3)}.b4{fill:var(--b4)}.b5{fill:var(--b5)}.b6{fill:var(--b6)}.b7{fill:var(--b7)}
svg text.t0{fill:var(--t0)}svg text.t1{fill:var(--t1)}svg text.t2{fill:var(--t2)}svg text.t3{fill:var(--t3)}svg text.t4{fill:var(--t4)}svg text.t5{fill:var(--t5)}svg text.t6{fill:var(--t6)}svg text.t7{fill:var(--t7)}
.against-bar{fill:var(--against)}.for-bar{fill:var(--b6)}
.cell{stroke:var(--paper);stroke-width:1}
.empty{fill:none;stroke:var(--line);stroke-width:1}
.best{fill:none;stroke:var(--ink);stroke-width:2}
.tie{fill:none;stroke:var(--b6);opacity:.75}.tie.chosen{stroke:var(--accent);opacity:1}
.hatch{stroke:var(--soft);stroke-width:1}
.key{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;padding:0;margin:.6rem 0;list-style:none;font-size:.85rem;color:var(--soft)}
.key li{display:flex;align-items:center;gap:.4rem}
.line{fill:none;stroke:var(--ink);stroke-width:1.4}
.double{fill:none;stroke:var(--ink);stroke-width:5}
.between{fill:none;stroke:var(--paper);stroke-width:2}
.person{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}
.typed{fill:var(--typed)}
.missing{stroke:var(--mark);stroke-width:2.4;stroke-dasharray:5 3}
svg text.ask{fill:var(--mark);font-size:19px;font-weight:700}
svg text.label{font-size:11.5px;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
svg text.sub{font-size:10.5px;fill:var(--soft)}
svg text.gone{fill:var(--mark);font-weight:600}
figure{margin:.6rem 0}
details{border:1px solid var(--line);border-radius:4px;background:var(--card);margin:.4rem 0}
summary{cursor:pointer;padding:.5rem .8rem;overflow-wrap:anywhere}
details[open]>summary{border-bottom:1px solid var(--line)}
.inside{padding:.3rem .8rem .8rem}
ol.ranked{list-style:none;padding:0;margin:.6rem 0}
.facts-line{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;margin-left:1.3rem}
.who{font-weight:600}
tr.against td,tr.against th{background:var(--mark-bg)}
.swatch{display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.35em;border:1px solid var(--soft)}
.swatch.b0{background:var(--b0)}.swatch.b1{background:var(--b1)}.swatch.b2{background:var(--b2)}.swatch.b3{background:var(--b3)}.swatch.b4{background:var(--b4)}.swatch.b5{background:var(--b5)}.swatch.b6{background:var(--b6)}.swatch.b7{background:var(--b7)}
.tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.8rem 0}
.tools input,.tools button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:4px;padding:.35rem .7rem}
.tools button{cursor:pointer}
footer{padding-top:1rem;padding-bottom:3rem;color:var(--soft);font-size:.88rem}
footer code{overflow-wrap:anywhere}
.watermark{display:none}
)css";

/// On a telephone the summary's rows become cards, each cell named by its column.
constexpr std::string_view narrow_css = R"css(
@media screen and (max-width:44rem){
main,header.top,footer{padding-left:.9rem;padding-right:.9rem}
h1{font-size:1.6rem}h2{font-size:1.25rem}
table.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.cards,table.cards tbody,table.cards caption{display:block;width:100%}
table.cards tr{display:block;border:1px solid var(--line);border-radius:4px;background:var(--card);padding:.5rem .8rem;margin:.6rem 0}
table.cards th,table.cards td{display:block;border:0;padding:.15rem 0;text-align:left;white-space:normal}
table.cards tbody th{font-size:1.05rem}
table.cards td::before{content:attr(data-label);display:block;color:var(--soft);font-size:.8rem}
dl.facts{grid-template-columns:1fr}
}
)css";

constexpr std::string_view print_css = R"css(
@media print{
html{font-size:9.5pt}
body,.person,details{background:#fff}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,header.top,footer{max-width:none;padding:0}
header.top{padding-top:0}
nav,.tools{display:none !important}
h2{margin-top:1.6rem}
h2,h3,h4,summary,caption{break-after:avoid}
tr,figure,.facts-line,.note,.banner,.one-family{break-inside:avoid}
tfoot{display:table-row-group}
h3{margin-top:1.2rem}
thead{display:table-header-group}
.scroll{overflow:visible}
.scroll svg{max-width:100%;max-height:225mm;height:auto}
table{font-size:8.5pt}
table.loci{font-size:7.5pt}
a{color:inherit;text-decoration:none}
details:not([open]){border-style:dotted}
.watermark{display:block;position:fixed;top:42%;left:0;width:100%;text-align:center;font-size:52pt;font-weight:700;color:#7a3e12;opacity:.07;transform:rotate(-32deg)}
}
)css";

} // namespace

std::string style_sheet(std::string_view running_title, bool simulated) {
    std::string out;
    for (const std::string_view part : {colours_css, text_css, parts_css, narrow_css, print_css}) {
        out += part;
    }
    out += "@page{size:A4;margin:20mm 15mm 18mm;@top-left{content:\"";
    out += html::css_string(running_title);
    out += "\";font:8pt sans-serif;color:#565d66}@bottom-right{content:counter(page) \" / \" counter(pages);"
           "font:8pt sans-serif;color:#565d66}";
    if (simulated) {
        out += "@top-right{content:\"SIMULATED DATA\";font:bold 9pt sans-serif;color:#7a3e12}";
    }
    out += "}\n";
    return out;
}

std::string_view script() {
    // Written without the characters that XML would want escaped.
    return R"js(
(function () {
  var tools = document.getElementById('tools');
  if (!tools) { return; }
  tools.hidden = false;
  var box = document.getElementById('filter');
  box.addEventListener('input', function () {
    var wanted = box.value.toLowerCase();
    document.querySelectorAll('[data-sample]').forEach(function (part) {
      part.hidden = !part.getAttribute('data-sample').toLowerCase().includes(wanted);
    });
  });
  function all(open) {
    return function () {
      document.querySelectorAll('main details').forEach(function (part) { part.open = open; });
    };
  }
  document.getElementById('open-all').addEventListener('click', all(true));
  document.getElementById('close-all').addEventListener('click', all(false));
}());
)js";
}

} // namespace muster::report
