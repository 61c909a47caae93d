/** The report's own style sheet: an editorial page for screen, dark screen and paper. */
import { CLASS_COLORS } from '../plots/palette';

const classMarks = CLASS_COLORS.light.map((color, index) => `.c${index}{background:${color}}`).join('');

export const REPORT_STYLE = `
:root{color-scheme:light dark;--paper:#fdfdfb;--ink:#1c2026;--muted:#59616d;--line:#dfe1e4;--soft:#f3f4f2;--accent:#1f4e79;--warn:#8a4a00;--warnbg:#fdf3e1}
@media (prefers-color-scheme:dark){:root{--paper:#16181d;--ink:#e4e7eb;--muted:#a3aab6;--line:#31353d;--soft:#1e2127;--accent:#8fbfe8;--warn:#f2c27e;--warnbg:#2e2617}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 "Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,serif;overflow-wrap:break-word}
main,header.cover,nav,footer,.summary{max-width:60rem;margin:0 auto;padding:0 1.25rem}
h1,h2,h3,h4,nav,table,figcaption,dl,.kicker,.banner,.byline,.grid,summary,.meta,.cut,.alerts,footer{font-family:ui-sans-serif,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header.cover{padding-top:1.8rem;padding-bottom:.6rem}.finding,.findings,.prose,.note,.cover-notes,figcaption,.caption,.alerts,main>section>p:not(.more){max-width:46rem}main>section:not(#appendix)>figure .grid{max-width:46rem}
h1{font-size:clamp(2rem,6vw,2.9rem);line-height:1.1;letter-spacing:-.02em;margin:.4rem 0 .8rem;font-weight:700;text-wrap:balance}
h2{font-size:1.55rem;line-height:1.2;letter-spacing:-.01em;margin:.15rem 0 .6rem}
h3{font-size:1.1rem;margin:2rem 0 .5rem}h4{font-size:1rem;margin:1.6rem 0 .4rem}
a{color:var(--accent)}
.kicker{font-size:.78rem;letter-spacing:.09em;text-transform:uppercase;color:var(--muted);margin:0}
.byline{color:var(--muted);font-size:.92rem;margin:0}
nav{padding-top:.8rem;padding-bottom:.9rem;border-top:1px solid var(--line)}
nav ol{list-style:none;padding:0;margin:.3rem 0 0;display:flex;flex-wrap:wrap;gap:.15rem 1.4rem;font-size:.9rem}
nav li>span{color:var(--muted);margin-right:.4em;font-variant-numeric:tabular-nums}
nav a{font-weight:600;text-decoration:none}nav a:hover{text-decoration:underline}
section{border-top:1px solid var(--line);padding:1.2rem 0 .4rem}section.rest{border:0;padding:.4rem 0 .6rem}.rest h3{margin:1rem 0 .3rem}
.finding{font-size:1.18rem;line-height:1.4;margin:.2rem 0 .7rem;text-wrap:pretty}
.findings{padding-left:1.2rem;margin:0 0 1rem}.findings li{margin:.25rem 0}
.note,.cover-notes{border-left:3px solid var(--accent);padding:.1rem 0 .1rem 1rem;margin:1.2rem 0}
.prose img,.note img{max-width:100%}
.prose pre,.note pre{overflow:auto;background:var(--soft);padding:.7rem;font-size:.85rem}
figure{margin:.8rem 0}details figure{margin:1.4rem 0}
figcaption{font-size:.87rem;line-height:1.45;color:var(--muted);margin:.5rem 0}figcaption b{color:var(--ink)}
.paper{background:#fff;border-radius:4px}
.paper svg{display:block;width:100%;max-width:43rem;height:auto}
.paper text{font-family:ui-sans-serif,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.paper .crisp{shape-rendering:crispEdges}
@media (prefers-color-scheme:dark){.paper{padding:.5rem}}
.grid{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));gap:.4rem;font-size:.7rem;line-height:1.25;color:var(--muted)}
.grid>b{color:var(--ink);align-self:end}
.px{--l:max(var(--w),var(--h));display:block;width:calc(100%*var(--w)/var(--l));max-width:calc(112px*var(--w)/var(--l));aspect-ratio:var(--w)/var(--h);background-repeat:no-repeat;image-rendering:pixelated;print-color-adjust:exact;-webkit-print-color-adjust:exact}
@supports (width:round(down,1px,1px)){.px{width:calc(max(round(down,min(100%,112px),1px*var(--l)),min(100%,1px*var(--l)))*var(--w)/var(--l))}}
.left-out{margin:0;padding:.9rem 1rem;background:var(--soft);color:var(--muted);font:italic .92rem/1.4 inherit}
.grid span{display:block;overflow-wrap:anywhere;margin-top:.15rem}.grid .free{width:max-content}
@media (max-width:34rem){.grid{font-size:.6rem;gap:.25rem}.many>b{writing-mode:vertical-rl;transform:rotate(180deg)}.paper{overflow-x:auto}.paper svg{min-width:34rem}}
.mark{display:inline-block;width:.62em;height:.62em;border-radius:1px;margin-right:.35em;print-color-adjust:exact;-webkit-print-color-adjust:exact}
${classMarks}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.84rem;line-height:1.35;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:600;border-bottom:1.5px solid var(--ink);padding:.35rem .6rem .35rem 0;vertical-align:bottom}
td{border-bottom:1px solid var(--line);padding:.32rem .6rem .32rem 0;vertical-align:top;white-space:nowrap}td.w{min-width:9em;white-space:normal}td.code{font:.73rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.r{text-align:right}
.cut{font-size:.82rem;color:var(--muted);margin:.4rem 0 0}
.alerts{list-style:none;padding:0;font-size:.92rem}.alerts li{padding:.4rem .8rem;border-left:3px solid var(--line);margin:.35rem 0;background:var(--soft)}
.alerts .notice{border-color:var(--accent)}.alerts .warning{border-color:var(--warn)}.alerts b{text-transform:capitalize;margin-right:.4em}.alerts small{color:var(--muted);white-space:nowrap}
.caption{font-size:.87rem;color:var(--muted)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.4rem,1fr));gap:.2rem 1.2rem;margin:.5rem 0}
.facts div{border-top:1px solid var(--line);padding:.5rem 0}.facts dt{font-size:.78rem;color:var(--muted)}.facts dd{margin:0;font-size:1.02rem;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}.facts small{display:block;font-weight:400;font-size:.78rem;color:var(--muted)}
.banner{border:1px solid var(--warn);background:var(--warnbg);color:var(--warn);padding:.6rem .9rem;border-radius:4px;font-size:.92rem;margin:1rem 0}
details{border-bottom:1px solid var(--line);font-size:.95rem}summary{cursor:pointer;padding:.4rem 0;color:var(--muted);font-size:.88rem}summary b{color:var(--ink);font-weight:600;margin-right:.6em}.more{margin:.4rem 0;font:.84rem/1.5 ui-sans-serif,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--muted)}
.meta{font-size:.76rem;color:var(--muted);margin:1rem 0 0}code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.provenance td{white-space:normal}.provenance td:first-child{white-space:nowrap;color:var(--muted)}
.requirements{min-width:40rem}.requirements td{white-space:normal}.requirements td:first-child{font-weight:600}

.summary{padding-top:1rem;padding-bottom:1.2rem}.summary>.finding{font-size:1.12rem;margin:.2rem 0 .6rem}
.summary .parts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:.5rem 1.6rem}.summary h3{font-size:.86rem;margin:.4rem 0 .3rem}.summary h3 small{color:var(--muted);font-weight:400}
.summary ul{margin:0;padding-left:1.1rem;font:.86rem/1.45 ui-sans-serif,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}.summary li a{font-size:.78rem;white-space:nowrap}
.strip{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:1.2rem;margin-top:1.2rem}.strip figure{margin:0}.strip figcaption{font-size:.78rem;margin:0 0 .4rem}
.strip svg{display:block;width:100%;max-width:13rem;height:auto;overflow:visible;font:10.5px ui-sans-serif,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}.strip .ink{fill:var(--accent)}.strip text.ink{fill:var(--ink)}.strip .quiet{fill:var(--muted)}.strip .marked{fill:var(--warn)}.strip text.marked{font-weight:600}.strip path,.strip path.ink{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}.strip path.quiet{fill:none;stroke:var(--line);stroke-width:1;stroke-dasharray:2 3}
footer{padding-top:1.5rem;padding-bottom:3rem;color:var(--muted);font-size:.82rem;border-top:1px solid var(--line)}
@media print{@page{margin:18mm 16mm}:root{--paper:#fff;--ink:#111;--muted:#444;--line:#ccc;--soft:#f5f5f5;--accent:#1f4e79;--warn:#7a4100;--warnbg:#fff8ea}body{font-size:10.5pt}main,header.cover,nav,footer{max-width:none;padding-left:0;padding-right:0}header.cover{padding-top:0}section{padding:1.2rem 0}figure,.finding,.facts,tr,.grid>div,li{break-inside:avoid}figure.table,figure.long{break-inside:auto}h2,h3,h4,.kicker,.table figcaption{break-after:avoid}figcaption{break-before:avoid}thead{display:table-header-group}.scroll,.paper{overflow:visible}table{font-size:.76rem}td{white-space:normal}td.code{font-size:.62rem}.requirements,.paper svg{min-width:0}.banner,.left-out,.alerts li{print-color-adjust:exact;-webkit-print-color-adjust:exact}details{border:0}summary{list-style:none}details::details-content{content-visibility:visible;block-size:auto;height:auto}a{color:inherit;text-decoration:none}}
`;
