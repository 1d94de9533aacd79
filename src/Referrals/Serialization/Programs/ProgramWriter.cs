using NodaTime;
using NodaTime.Text;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Codes.Vanity;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Limits;
using Referrals.Serialization.Programs.Documents;
using Referrals.Serialization.Programs.Guards;

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
        AmountBase = program.AmountBase == AmountBase.Paid ? null : new AmountBaseDocument
        {
            WithTax = program.AmountBase.WithTax,
            WithShipping = program.AmountBase.WithShipping,
            BeforeDiscount = program.AmountBase.BeforeDiscount,
        },
        CountBeforeSignUp = program.CountsBeforeSignUp is { } before ? Document(before) : null,
        WeekStart = program.WeekStart == IsoDayOfWeek.Monday ? null : ProgramNames.Of(ProgramNames.Weekdays, program.WeekStart),
        YearStart = program.YearStart == new AnnualDate(1, 1) ? null : Text(program.YearStart),
        Codes = program.Codes.Equals(CodeFormat.Default) ? null : Document(program.Codes),
        ChosenCodes = program.ChosenCodes is { } rules ? Document(rules) : null,
        Links = program.Links?.ToString(),
        Attribution = program.Attribution == AttributionPolicy.Default ? null : Document(program.Attribution),
        Events = program.Events.Count == 0 ? null : [.. program.Events],
        Fields = program.Fields.Count == 0 ? null : [.. program.Fields.Select(static field => field.ToString())],
        Qualify = program.Qualification == Condition.Always ? null : ConditionWriter.Document(program.Qualification),
        Guards = GuardsWriter.Document(program.Guards, Document),
        Incentives = [.. program.Incentives.Select(Document)],
        WhenSeveralMatch = program.Precedence == default ? null : ProgramNames.Of(ProgramNames.Precedences, program.Precedence),
        Groups = program.Groups.Count == 0 ? null : [.. program.Groups.Select(static group => new GroupDocument
        {
            Name = group.Name,
            WhenSeveralMatch = ProgramNames.Of(ProgramNames.Precedences, group.Precedence),
        })],
        Caps = program.Caps.Count == 0 ? null : [.. program.Caps.Select(static cap => new SideCapDocument
        {
            Side = ProgramNames.Of(ProgramNames.Sides, cap.Side),
            Cap = Document(cap.Cap),
        })],
        Budgets = program.Budgets.Count == 0 ? null : [.. program.Budgets.Select(static budget => new BudgetDocument
        {
            Amount = budget.Amount.ToString(),
            WhenUsedUp = budget.WhenUsedUp == default ? null : ProgramNames.Of(ProgramNames.BudgetEnds, budget.WhenUsedUp),
        })],
        Payouts = program.Payouts.Count == 0 ? null : [.. program.Payouts.Select(LifeReader.Document)],
        Pairs = program.Pairs == default ? null : ProgramNames.Of(LifeReader.PairPolicies, program.Pairs),
        Shortfall = program.Shortfall == default ? null : ProgramNames.Of(LifeReader.Shortfalls, program.Shortfall),
        TaxThreshold = program.TaxThreshold is { } tax
            ? new TaxThresholdDocument { Amount = tax.Amount.ToString(), YearStart = Text(tax.Year.YearStart) }
            : null,
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
        MinLength = rules.MinLength,
        MaxLength = rules.MaxLength,
        Reserved = rules.Reserved.SequenceEqual(VanityRules.Default.Reserved) ? null : [.. rules.Reserved],
    };

    private static AttributionDocument Document(AttributionPolicy policy) => new()
    {
        Model = ProgramNames.Of(ProgramNames.Models, policy.Model),
        Within = Document(policy.Lookback),
        HalfLife = policy.Model == ReferralModel.SplitByAge ? Document(policy.HalfLife) : null,
        CodeBeatsLink = policy.CodeBeatsLink,
    };

    internal static string? Text(AnnualDate? date) => date is { } value ? AnnualDatePattern.Iso.Format(value) : null;

    /// <summary>The calendar period of a time frame; <c>null</c> for the others.</summary>
    internal static string? Per(TimeFrame frame) =>
        frame.IsTrailing || frame.Kind == TimeFrameKind.Lifetime ? null : ProgramNames.Of(ProgramNames.Periods, frame.Kind);

    internal static string? WeekStart(TimeFrame frame) => frame.WeekStart is { } day ? ProgramNames.Of(ProgramNames.Weekdays, day) : null;

    internal static PeriodDocument Document(Period period) => period.Kind switch
    {
        PeriodKind.Hours => new PeriodDocument { Hours = period.Length },
        PeriodKind.Days => new PeriodDocument { Days = period.Length },
        PeriodKind.CalendarDays => new PeriodDocument { CalendarDays = period.Length },
        _ => new PeriodDocument { Months = period.Length },
    };

    private static IncentiveDocument Document(Incentive incentive) => new()
    {
        Name = incentive.Name,
        Side = ProgramNames.Of(ProgramNames.Sides, incentive.Side),
        When = incentive.When == Condition.Always ? null : ConditionWriter.Document(incentive.When),
        Reward = RewardWriter.Document(incentive.Formula),
        Overrides = incentive.Overrides.Count == 0 ? null : [.. incentive.Overrides.Select(static other => new OverrideDocument
        {
            When = ConditionWriter.Document(other.When),
            Reward = RewardWriter.Document(other.Formula),
        })],
        Multipliers = incentive.Multipliers.Count == 0 ? null : [.. incentive.Multipliers.Select(static multiplier => new MultiplierDocument
        {
            Factor = multiplier.Factor,
            When = multiplier.When == Condition.Always ? null : ConditionWriter.Document(multiplier.When),
        })],
        CombineMultipliers = incentive.MultiplierMode == default ? null : ProgramNames.Of(ProgramNames.MultiplierModes, incentive.MultiplierMode),
        Cap = incentive.Caps.Count == 1 ? Document(incentive.Caps[0]) : null,
        Caps = incentive.Caps.Count > 1 ? [.. incentive.Caps.Select(Document)] : null,
        Priority = incentive.Priority == 0 ? null : incentive.Priority,
        Group = incentive.Group,
        Shadow = incentive.IsShadow ? true : null,
        Donation = incentive.Donation is { } donation
            ? new DonationDocument { Cause = donation.Cause, Percent = Normal(donation.Share.Fraction * 100m) }
            : null,
        Levels = incentive.Levels is { } levels
            ? new LevelsDocument { Count = levels.Count, Percent = Normal(levels.Ratio.Fraction * 100m) }
            : null,
        Hold = incentive.Hold is { } hold ? Document(hold) : null,
        Review = LifeReader.Document(incentive.Review),
        Expiry = LifeReader.Document(incentive.Expiry),
        OnRefund = incentive.OnRefund == default ? null : ProgramNames.Of(ProgramNames.RefundPolicies, incentive.OnRefund),
    };

    private static CapDocument Document(Cap cap) => new()
    {
        Amount = cap.Amount?.ToString(),
        Rewards = cap.Rewards,
        Per = Per(cap.Per),
        InTheLast = cap.Per.Length is { } length ? Document(length) : null,
        WeekStart = WeekStart(cap.Per),
        YearStart = Text(cap.Per.YearStart),
        AtCap = cap.Amount is null || cap.AtCap == default ? null : ProgramNames.Of(ProgramNames.CapActions, cap.AtCap),
        PerReferral = cap.IsPerReferral ? true : null,
        RoomReturns = cap.RoomReturns ? true : null,
    };

    /// <summary>The number without trailing zeros: 12.5 and not 12.500.</summary>
    internal static decimal Normal(decimal value) => value / 1.0000000000000000000000000000m;
}
