using System.Globalization;
using System.Text.Json;
using NodaTime;
using Referrals.AI.Answers;
using Referrals.AI.Functions;
using Referrals.Kpis;
using Referrals.Serialization;
using Referrals.Simulation;

namespace Referrals.AI.Analysis;

/// <summary>What analysts ask: aggregates, rules, and what other rules would have cost. No answer names a person, and no number tells of a few.</summary>
internal static class AnalystTools
{
    private const int MaxKpis = 40;
    private const int MaxDays = 3_700;
    private const int MaxFindings = 12;
    private const int MaxOutcomes = 12;

    private static readonly ToolParameter Program =
        new("program", "The whole program as JSON, as get_program_rules gives it; leave it out for the program in force.", IsRequired: false) { MaxLength = ProgramJson.MaxBytes };

    internal static IReadOnlyList<ReferralTool> All { get; } =
    [
        new ReferralTool(
            "get_kpis",
            "KPIs of a period",
            "Computes the program's KPIs between two days, each with its value, what was divided, and the 95 % interval. "
                + "Quote `valueText`; a value that rests on too few people is left out. Reads only.",
            ToolAudience.Analysts,
            [
                new ToolParameter("from", "The first day, such as 2026-03-01.") { Format = "date", MaxLength = 10 },
                new ToolParameter("until", "The last day, contained.") { Format = "date", MaxLength = 10 },
                new ToolParameter("names", "The names of KPIs, as define_kpis gives them; leave it out for the standard ones.", IsRequired: false) { MaxItems = MaxKpis, MaxLength = 80 },
            ],
            AnswerJson.Default.KpisAnswer,
            KpisAsync),
        new ReferralTool(
            "define_kpis",
            "What KPIs mean",
            "Tells how KPIs are defined: numerator, denominator, unit and time basis. Use it before comparing KPIs, or to find the name of one. Reads only.",
            ToolAudience.Analysts,
            [new ToolParameter("names", "The names of KPIs; leave it out for the names of all without their definitions.", IsRequired: false) { MaxItems = MaxKpis, MaxLength = 80 }],
            AnswerJson.Default.KpiDefinitionsAnswer,
            static (call, _) => ValueTask.FromResult<object>(Definitions(call))),
        new ReferralTool(
            "get_program_rules",
            "Rules of the program",
            "Gives the program in force as JSON. Change it and pass it to review_program or simulate_program; nothing here puts it in force. Reads only.",
            ToolAudience.Analysts,
            [],
            AnswerJson.Default.ProgramAnswer,
            static (call, _) => ValueTask.FromResult<object>(Rules(call))),
        new ReferralTool(
            "review_program",
            "Review of a program",
            "Finds what is risky, unreachable or contradictory in a program, with what to do about it. Reads only.",
            ToolAudience.Analysts,
            [Program],
            AnswerJson.Default.ReviewAnswer,
            static (call, _) => ValueTask.FromResult<object>(Review(call))),
        new ReferralTool(
            "simulate_program",
            "Simulation of a changed program",
            "Decides the whole stored history again under a changed program: what it would have cost, how many people would have gained or lost. "
                + "Takes long; review the program first. It tells of the past and predicts nothing. Reads only.",
            ToolAudience.Analysts,
            [Program with { IsRequired = true, Description = "The whole changed program as JSON, as get_program_rules gives it." }],
            AnswerJson.Default.SimulationAnswer,
            SimulateAsync)
        {
            IsSlow = true,
        },
    ];

    private static async ValueTask<object> KpisAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (from, until) = (call.Arguments.Day("from")!.Value, call.Arguments.Day("until")!.Value);
        if (from > until || Period.DaysBetween(from, until) > MaxDays)
        {
            throw new ToolException("argument.invalid", $"'from' to 'until' has to be 0 to {MaxDays} days, and 'from' the earlier one.");
        }

        var names = call.Arguments.List("names");
        KpiDefinition[] definitions = [.. names.Count == 0 ? KpiCatalogue.Standard : names.Select(Defined)];
        var window = KpiWindow.Of(call.Program.Zone.AtStartOfDay(from).ToInstant(), call.Program.Zone.AtStartOfDay(until.PlusDays(1)).ToInstant());
        var unit = call.Options.Money ?? call.Program.Payouts.Select(static rule => rule.Unit)
            .Concat(call.Program.Incentives.SelectMany(static rule => rule.Units)).FirstOrDefault(static one => one.IsMoney, Unit.Money("EUR"));
        var report = await call.Engine.Reports.ComputeKpisAsync(window, unit, cancellationToken).ConfigureAwait(false);
        var wanted = KpiReport.Of(report.Totals, definitions);
        return new KpisAnswer(
            "The KPIs of the days, in the time zone of the program:",
            ToolCall.IsoTime(window.From),
            ToolCall.IsoTime(window.To),
            unit.Code,
            [.. wanted.Results.Select(result => Kpi(result, call.Options.SmallestCell))]);
    }

    /// <summary>Zero is no secret, and neither is a sum that rests on many; a value that a few people make up would tell what they did.</summary>
    private static KpiAnswer Kpi(KpiResult result, int smallest)
    {
        var few = Fewest(result);
        return few > 0 && few < smallest
            ? new KpiAnswer(
                result.Name, "left out", null, null, null, null, null, null, $"It rests on fewer than {smallest} observations and would tell of single persons.")
            : new KpiAnswer(
                result.Name,
                result.ValueText,
                result.Value,
                result.Numerator,
                result.Denominator,
                result.Interval?.Low,
                result.Interval?.High,
                result.Observations,
                result.Reason ?? (result.TooFew ? $"Fewer than {KpiResult.EnoughObservations} observations: read it with care." : null));
    }

    /// <summary>The smallest group of people or things that the value tells of.</summary>
    private static long Fewest(KpiResult result)
    {
        // Of a proportion, both parts are groups: those who did and those who did not.
        if (result is { Definition.Unit: KpiUnit.Proportion, Numerator: { } part, Denominator: { } whole })
        {
            return (long)new[] { part, whole - part, whole }.Where(static group => group > 0).DefaultIfEmpty(0).Min();
        }

        return result.Observations ?? (result.Definition.Unit == KpiUnit.Count && result.Value is { } count ? (long)count : 0);
    }

    private static KpiDefinition Defined(string name) => KpiCatalogue.Find(name)
        ?? throw new ToolException("argument.invalid", $"'{ToolText.Line(name)}' is no KPI; define_kpis gives the names.");

    private static KpiDefinitionsAnswer Definitions(ToolCall call)
    {
        var names = call.Arguments.List("names");
        return names.Count == 0
            ? new KpiDefinitionsAnswer(
                "The names of all KPIs; ask again with names for their definitions.",
                [
                    .. KpiCatalogue.All.Select(
                        static kpi => new KpiDefinitionAnswer(kpi.Name, string.Empty, kpi.Unit.ToString(), kpi.Basis.ToString(), null)),
                ])
            : new KpiDefinitionsAnswer(
                "The definitions:",
                [
                    .. names.Select(Defined).Select(
                        static kpi => new KpiDefinitionAnswer(kpi.Name, kpi.Text, kpi.Unit.ToString(), kpi.Basis.ToString(), kpi.Source)),
                ]);
    }

    private static ProgramAnswer Rules(ToolCall call) =>
        new("The program in force:", call.Program.Id.Value, call.Program.Version, ProgramJson.Write(call.Program));

    private static ReviewAnswer Review(ToolCall call)
    {
        var findings = FindingsOf(call.Arguments.Text("program") is { } json ? Read(json) : call.Program);
        return new ReviewAnswer(findings.Count == 0 ? "The review found nothing." : "What the review found, the most severe first:", findings);
    }

    private static IReadOnlyList<FindingAnswer> FindingsOf(ReferralProgram program) =>
    [
        .. ProgramAnalysis.Of(program).Findings.OrderByDescending(static finding => finding.Severity).Take(MaxFindings)
            .Select(static finding => new FindingAnswer(finding.Severity.ToString(), finding.Code, finding.Path, finding.Message, finding.Remedy)),
    ];

    private static async ValueTask<object> SimulateAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var changed = Read(call.Arguments.Needed("program"));
        if (changed.Id != call.Program.Id)
        {
            throw new ToolException("argument.invalid", $"'program' has the id of another program; it has to be '{call.Program.Id}'.");
        }

        SimulationReport report;
        try
        {
            report = await call.Engine.Operations.SimulateAsync(changed, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ArgumentException or ReferralProgramException)
        {
            throw new ToolException("program.not_simulated", ToolText.Line(exception.Message));
        }

        return new SimulationAnswer(
            report.IsSame ? "Nothing would have been different." : "What would have been different:",
            report.Inputs,
            ToolCall.IsoTime(report.From),
            ToolCall.IsoTime(report.Until),
            [.. report.Units.Select(unit => Difference(call, report, unit))],
            [
                .. report.Outcomes.OrderByDescending(static change => change.Count).Take(MaxOutcomes)
                    .Select(change => new OutcomeChangeAnswer(change.Now, change.Then, Count(change.Count, call.Options.SmallestCell))),
            ],
            FindingsOf(changed));
    }

    private static UnitDifferenceAnswer Difference(ToolCall call, SimulationReport report, Unit unit)
    {
        PersonComparison[] people = [.. report.People.Where(one => one.Unit == unit)];
        RuleComparison[] rules = [.. report.Rules.Where(one => one.Unit == unit)];
        var smallest = call.Options.SmallestCell;
        return new UnitDifferenceAnswer(
            unit.Code,
            call.Write(rules.Aggregate(Amount.Zero(unit), static (sum, rule) => sum + rule.Now.Left)),
            call.Write(rules.Aggregate(Amount.Zero(unit), static (sum, rule) => sum + rule.Then.Left)),
            call.Write(report.Difference(unit)),
            Count(people.Count(static one => one.Difference.Value > 0), smallest),
            Count(people.Count(static one => one.Difference.IsNegative), smallest));
    }

    private static string Count(int count, int smallest) => count > 0 && count < smallest
        ? string.Create(CultureInfo.InvariantCulture, $"fewer than {smallest}")
        : count.ToString(CultureInfo.InvariantCulture);

    private static ReferralProgram Read(string json)
    {
        try
        {
            return ProgramJson.Read(json);
        }
        catch (Exception exception) when (exception is JsonException or ReferralProgramException or ArgumentException or FormatException)
        {
            throw new ToolException("program.invalid", ToolText.Lines(exception.Message));
        }
    }
}
