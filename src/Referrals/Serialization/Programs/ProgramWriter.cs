using NodaTime;
using NodaTime.Text;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Codes.Vanity;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Qualification.Conditions;
using Referrals.Rewards;
using Referrals.Rewards.Formulas;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

/// <summary>Turns a program into its document. Defaults are left out.</summary>
internal static class ProgramWriter
{
    internal static ProgramDocument Document(ReferralProgram program) => new()
    {
        Schema = ProgramJson.SchemaVersion,
        Id = program.Id.Value,
        Version = program.Version,
        Name = program.Name == program.Id.Value ? null : program.Name,
        Zone = program.ZoneId,
        Starts = Text(program.StartsAt),
        Ends = Text(program.EndsAt),
        Paused = program.IsPaused ? true : null,
        Rounding = program.Rounding == default ? null : ProgramNames.Of(ProgramNames.Roundings, program.Rounding),
        Codes = program.Codes.Equals(CodeFormat.Default) ? null : Document(program.Codes),
        ChosenCodes = program.ChosenCodes is { } rules ? Document(rules) : null,
        Links = program.Links?.ToString(),
        Attribution = program.Attribution == AttributionPolicy.Default ? null : Document(program.Attribution),
        Qualify = program.Qualification == Condition.Always ? null : Document(program.Qualification),
        Incentives = [.. program.Incentives.Select(Document)],
        Budgets = program.Budgets.Count == 0 ? null : [.. program.Budgets.Select(static budget => budget.ToString())],
        Payouts = program.Payouts.Count == 0 ? null : [.. program.Payouts.Select(LifeReader.Document)],
        Shortfall = program.Shortfall == default ? null : ProgramNames.Of(LifeReader.Shortfalls, program.Shortfall),
    };

    private static string? Text(Instant? instant) => instant is { } value ? InstantPattern.ExtendedIso.Format(value) : null;

    private static CodesDocument Document(CodeFormat format) => new()
    {
        Alphabet = ProgramNames.Alphabets.FirstOrDefault(entry => entry.Value.Equals(format.Alphabet)).Name ?? format.Alphabet.Characters,
        Pattern = format.Pattern,
        Prefix = format.Prefix.Length == 0 ? null : format.Prefix,
        Suffix = format.Suffix.Length == 0 ? null : format.Suffix,
        LowerCase = format.IsLowerCase ? true : null,
        Words = format.Words.Equals(CodeWords.Default) ? null : new WordsDocument
        {
            Standard = format.Words.IncludesDefault,
            Own = format.Words.Own.IsEmpty ? null : [.. format.Words.Own],
        },
    };

    private static ChosenCodesDocument Document(VanityRules rules) => new()
    {
        Min = rules.MinLength,
        Max = rules.MaxLength,
        Reserved = rules.Reserved.SequenceEqual(VanityRules.Default.Reserved) ? null : [.. rules.Reserved],
    };

    private static AttributionDocument Document(AttributionPolicy policy) => new()
    {
        Model = ProgramNames.Of(ProgramNames.Models, policy.Model),
        Lookback = Document(policy.Lookback),
        HalfLife = policy.HalfLife == AttributionPolicy.Default.HalfLife ? null : Document(policy.HalfLife),
        CodeBeatsLink = policy.CodeBeatsLink,
    };

    internal static WindowDocument Document(Window window) => window.Measure switch
    {
        WindowMeasure.Hours => new WindowDocument { Hours = window.Length },
        WindowMeasure.Days => new WindowDocument { Days = window.Length },
        _ => new WindowDocument { CalendarDays = window.Length },
    };

    private static ConditionDocument Document(Condition condition) => condition switch
    {
        AllCondition all => new ConditionDocument { All = [.. all.Conditions.Select(Document)] },
        AnyCondition any => new ConditionDocument { Any = [.. any.Conditions.Select(Document)] },
        NotCondition not => new ConditionDocument { Not = Document(not.Inner) },
        EventCondition named => new ConditionDocument { Event = named.Name },
        OrdinalCondition nth => new ConditionDocument { Nth = nth.Ordinal },
        AmountCondition amount => new ConditionDocument { AtLeast = amount.Minimum.ToString() },
        WindowCondition window => new ConditionDocument { Within = Document(window.Window) },
        AttributeCondition attribute => new ConditionDocument
        {
            Attribute = new AttributeDocument { Name = attribute.Name, In = [.. attribute.Values] },
        },
        SegmentCondition segment => new ConditionDocument { Segment = [.. segment.Segments] },
        CustomCondition custom => new ConditionDocument { Custom = custom.Name },
        _ => throw new InvalidOperationException($"A {condition.GetType().Name} has no form in JSON yet."),
    };

    private static IncentiveDocument Document(Incentive incentive) => new()
    {
        Name = incentive.Name,
        Side = ProgramNames.Of(ProgramNames.Sides, incentive.Side),
        When = incentive.When == Condition.Always ? null : Document(incentive.When),
        Reward = Document(incentive.Formula),
        Cap = incentive.Cap is { } cap ? Document(cap) : null,
        Levels = incentive.Levels is { } levels
            ? new LevelsDocument { Count = levels.Count, Percent = Normal(levels.Ratio.Fraction * 100m) }
            : null,
        Hold = incentive.Hold is { } hold ? Document(hold) : null,
        Review = LifeReader.Document(incentive.Review),
        Expiry = LifeReader.Document(incentive.Expiry),
        OnRefund = incentive.OnRefund == default ? null : ProgramNames.Of(ProgramNames.RefundPolicies, incentive.OnRefund),
    };

    private static RewardDocument Document(RewardFormula formula) => formula switch
    {
        FlatFormula flat => new RewardDocument { Flat = flat.Amount.ToString() },
        PercentageFormula percentage => new RewardDocument
        {
            Percent = Normal(percentage.Share.Fraction * 100m),
            Unit = percentage.Unit.ToString(),
            Ceiling = percentage.Ceiling?.ToString(),
        },
        CustomFormula custom => new RewardDocument { Custom = custom.Name, Unit = custom.Unit.ToString() },
        _ => throw new InvalidOperationException($"A {formula.GetType().Name} has no form in JSON yet."),
    };

    private static CapDocument Document(Cap cap) => new()
    {
        Amount = cap.Amount?.ToString(),
        Rewards = cap.Rewards,
        Per = cap.Period == default ? null : ProgramNames.Of(ProgramNames.Periods, cap.Period),
        AtCap = cap.Amount is null || cap.Action == default ? null : ProgramNames.Of(ProgramNames.CapActions, cap.Action),
    };

    /// <summary>The number without trailing zeros: 12.5 and not 12.500.</summary>
    internal static decimal Normal(decimal value) => value / 1.0000000000000000000000000000m;
}
