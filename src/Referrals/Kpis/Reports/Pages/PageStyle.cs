namespace Referrals.Kpis.Reports.Pages;

/// <summary>The style sheet: two themes, one accent.</summary>
internal static class PageStyle
{
    internal const string Css = """
        :root { color-scheme: light dark; --paper: #f6f7f9; --card: #fff; --ink: #1c2430; --soft: #667085; --line: #e4e7ec;
          --accent: #3056d3; --accent-soft: #e3e9fb; --rest: #c3cad6; --on-accent: #fff; }
        @media (prefers-color-scheme: dark) { :root { --paper: #11151c; --card: #1a202b; --ink: #e7ebf2; --soft: #98a2b3;
          --line: #2c3442; --accent: #7c9cff; --accent-soft: #25304b; --rest: #465063; --on-accent: #10141b; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 48px; }
        h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.01em; }
        h2 { font-size: 17px; margin: 0; }
        p { margin: 2px 0 14px; color: var(--soft); font-size: 13px; }
        header p { font-size: 14px; margin-bottom: 22px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 14px; margin-bottom: 18px; }
        .tile, section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; }
        .tile b { display: block; font-size: 25px; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
        .tile span { color: var(--soft); font-size: 13px; display: block; }
        .grid { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 18px; }
        section { overflow-x: auto; } .wide { grid-column: 1 / -1; }
        @media (max-width: 820px) { .grid { grid-template-columns: minmax(0, 1fr); } }
        svg { width: 100%; height: auto; display: block; }
        svg text { font: 12px system-ui, "Segoe UI", Roboto, sans-serif; fill: var(--ink); font-variant-numeric: tabular-nums; }
        svg .soft { fill: var(--soft); } svg .end { text-anchor: end; } svg .mid { text-anchor: middle; }
        svg .strong { font-weight: 650; } svg .small { font-size: 10.5px; } svg .on { fill: var(--on-accent); }
        .bar { fill: var(--accent); } .rest { fill: var(--rest); } .cell { fill: var(--accent); } .none { fill: var(--line); }
        .axis { stroke: var(--line); stroke-width: 1; } .trend { stroke: var(--accent); stroke-width: 2; }
        .open { fill: var(--card); stroke: var(--accent); stroke-width: 2; } .fade { stroke-dasharray: 4 4; }
        table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
        th, td { padding: 6px 0 6px 14px; white-space: nowrap; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 500; } th:first-child, td:first-child, td.left, th.left { text-align: left; }
        th:first-child, td:first-child { padding-left: 0; }
        td.left { color: var(--soft); min-width: 300px; white-space: normal; } code { font-size: 12px; }
        tr:last-child td { border-bottom: 0; }
        @media (max-width: 560px) { main { padding: 20px 12px 32px; } svg { min-width: 360px; } h1 { font-size: 23px; }
          .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; } .tile { padding: 12px; } .tile b { font-size: 18px; }
          .kpis tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
          .kpis th, .kpis td:empty { display: none; } .kpis td { border: 0; padding: 1px 0; white-space: normal; overflow-wrap: anywhere; }
          .kpis td:nth-child(2) { font-weight: 650; } .kpis td:nth-child(3) { text-align: left; } .kpis td:nth-child(4) { grid-column: 2; }
          .kpis td:nth-child(3)::before { content: "95 %: "; } .kpis td:nth-child(4)::before { content: "n = "; }
          .kpis td.left { grid-column: 1 / -1; min-width: 0; } }
        @media print { body { background: #fff; } section, .tile { break-inside: avoid; } }
        """;
}
