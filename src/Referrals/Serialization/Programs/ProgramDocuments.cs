using System.Text.Json.Serialization;

namespace Referrals.Serialization;

/// <summary>A program as it stands in JSON: texts and numbers, nothing checked yet.</summary>
internal sealed class ProgramDocument
{
    [JsonPropertyName("$schema")]
    public string? SchemaLocation { get; set; }

    public int? Schema { get; set; }

    public string? Id { get; set; }

    public int? Version { get; set; }

    public string? Name { get; set; }

    public string? Zone { get; set; }

    public string? Starts { get; set; }

    public string? Ends { get; set; }

    public bool? Paused { get; set; }

    public PeriodDocument? CountBeforeSignUp { get; set; }

    public string? Rounding { get; set; }

    public AmountBaseDocument? AmountBase { get; set; }

    public string? WeekStart { get; set; }

    public string? YearStart { get; set; }

    public CodesDocument? Codes { get; set; }

    public ChosenCodesDocument? ChosenCodes { get; set; }

    public string? Links { get; set; }

    public AttributionDocument? Attribution { get; set; }

    public List<string>? Events { get; set; }

    public List<string>? Fields { get; set; }

    public ConditionDocument? Qualify { get; set; }

    public GuardsDocument? Guards { get; set; }

    public List<IncentiveDocument>? Incentives { get; set; }

    public string? WhenSeveralMatch { get; set; }

    public string? WhenRuleFails { get; set; }

    public List<GroupDocument>? Groups { get; set; }

    public List<SideCapDocument>? Caps { get; set; }

    public List<BudgetDocument>? Budgets { get; set; }

    public List<PayoutDocument>? Payouts { get; set; }

    public List<string?>? ManualReviews { get; set; }

    public string? LotOrder { get; set; }

    public string? Shortfall { get; set; }

    public string? Pairs { get; set; }

    public TaxThresholdDocument? TaxThreshold { get; set; }
}

/// <summary>A code format in JSON.</summary>
internal sealed class CodesDocument
{
    /// <summary>The name of a preset, or the characters themselves.</summary>
    public string? Alphabet { get; set; }

    public string? Pattern { get; set; }

    public string? Prefix { get; set; }

    public string? Suffix { get; set; }

    public bool? LowerCase { get; set; }

    public WordsDocument? Words { get; set; }
}

/// <summary>The rules of chosen codes in JSON.</summary>
internal sealed class ChosenCodesDocument
{
    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    /// <summary>The reserved words in place of the usual ones; left out for those.</summary>
    public List<string>? Reserved { get; set; }
}

/// <summary>The words that no code contains, in JSON.</summary>
internal sealed class WordsDocument
{
    public bool? Standard { get; set; }

    public List<string>? Own { get; set; }
}

/// <summary>An attribution policy in JSON.</summary>
internal sealed class AttributionDocument
{
    public string? Model { get; set; }

    public PeriodDocument? Within { get; set; }

    public PeriodDocument? HalfLife { get; set; }

    public bool? CodeBeatsLink { get; set; }
}

/// <summary>An incentive rule in JSON.</summary>
internal sealed class IncentiveDocument
{
    public string? Name { get; set; }

    public string? Side { get; set; }

    public ConditionDocument? When { get; set; }

    public RewardDocument? Reward { get; set; }

    public List<OverrideDocument>? Overrides { get; set; }

    public List<MultiplierDocument>? Multipliers { get; set; }

    public string? CombineMultipliers { get; set; }

    public CapDocument? Cap { get; set; }

    public List<CapDocument>? Caps { get; set; }

    public int? Priority { get; set; }

    public string? Group { get; set; }

    public bool? Shadow { get; set; }

    public DonationDocument? Donation { get; set; }

    public LevelsDocument? Levels { get; set; }

    public PeriodDocument? Hold { get; set; }

    public ReviewDocument? Review { get; set; }

    public ExpiryDocument? Expiry { get; set; }

    public string? OnRefund { get; set; }
}

/// <summary>A reward formula in JSON: exactly one of the forms, with the members that belong to it.</summary>
internal sealed class RewardDocument
{
    public string? Flat { get; set; }

    public decimal? Percent { get; set; }

    public string? PerPiece { get; set; }

    public string? PerCount { get; set; }

    public string? PerSpend { get; set; }

    public TiersDocument? Tiers { get; set; }

    public MilestonesDocument? Milestones { get; set; }

    public RecurringDocument? Recurring { get; set; }

    public StagedDocument? Staged { get; set; }

    public List<OptionDocument>? Choice { get; set; }

    public CustomDocument? Custom { get; set; }

    public string? Unit { get; set; }

    public string? Floor { get; set; }

    public string? Ceiling { get; set; }

    public ConditionDocument? Lines { get; set; }

    public string? Field { get; set; }

    public string? Step { get; set; }
}

/// <summary>A comparison of the conversion's amount in JSON: exactly one of the members.</summary>
internal sealed class AmountDocument
{
    public string? AtLeast { get; set; }

    public string? Above { get; set; }

    public string? AtMost { get; set; }

    public string? Below { get; set; }

    public string? Exactly { get; set; }
}

/// <summary>Which parts of an amount count, in JSON.</summary>
internal sealed class AmountBaseDocument
{
    public bool? WithTax { get; set; }

    public bool? WithShipping { get; set; }

    public bool? WithFee { get; set; }

    public bool? BeforeDiscount { get; set; }
}

/// <summary>A table of tiers in JSON.</summary>
internal sealed class TiersDocument
{
    public MeasureDocument? By { get; set; }

    public List<StepDocument>? Steps { get; set; }

    public bool? Graduated { get; set; }

    public bool? RaisesEarlier { get; set; }

    public PeriodDocument? Grace { get; set; }
}

/// <summary>A step of a table in JSON.</summary>
internal sealed class StepDocument
{
    public decimal? From { get; set; }

    public string? Name { get; set; }

    public RewardDocument? Reward { get; set; }
}

/// <summary>Milestones in JSON: marks, or a step that repeats.</summary>
internal sealed class MilestonesDocument
{
    public MeasureDocument? By { get; set; }

    public List<StepDocument>? At { get; set; }

    public StepDocument? Every { get; set; }
}

/// <summary>A reward for each payment in JSON: the same for each, or one after the other.</summary>
internal sealed class RecurringDocument
{
    public RewardDocument? Each { get; set; }

    public int? Payments { get; set; }

    public PeriodDocument? Within { get; set; }

    public decimal? DecliningPercent { get; set; }

    public List<RewardDocument>? Sequence { get; set; }

    public bool? RepeatLast { get; set; }
}

/// <summary>A reward that is earned as a deal is paid, in JSON.</summary>
internal sealed class StagedDocument
{
    public RewardDocument? Whole { get; set; }

    public List<StageDocument>? Stages { get; set; }
}

/// <summary>A stage of a deal in JSON, in percent.</summary>
internal sealed class StageDocument
{
    public decimal? Paid { get; set; }

    public decimal? Earned { get; set; }
}

/// <summary>One of the rewards that a customer can choose from, in JSON.</summary>
internal sealed class OptionDocument
{
    public string? Name { get; set; }

    public RewardDocument? Reward { get; set; }
}

/// <summary>Another reward for some, in JSON.</summary>
internal sealed class OverrideDocument
{
    public ConditionDocument? When { get; set; }

    public RewardDocument? Reward { get; set; }
}

/// <summary>A multiplier in JSON.</summary>
internal sealed class MultiplierDocument
{
    public decimal? Factor { get; set; }

    public ConditionDocument? When { get; set; }
}

/// <summary>A donation in JSON.</summary>
internal sealed class DonationDocument
{
    public string? Cause { get; set; }

    public decimal? Percent { get; set; }
}

/// <summary>How a referrer's reward is shared with those above, in JSON.</summary>
internal sealed class LevelsDocument
{
    public int? Count { get; set; }

    public decimal? Percent { get; set; }
}

/// <summary>A cap in JSON: by amount or by number of rewards.</summary>
internal sealed class CapDocument : ITimeFrameDocument
{
    public string? Amount { get; set; }

    public int? Rewards { get; set; }

    public string? Per { get; set; }

    public PeriodDocument? InTheLast { get; set; }

    public string? WeekStart { get; set; }

    public string? YearStart { get; set; }

    public string? AtCap { get; set; }

    public bool? PerReferral { get; set; }

    public bool? RoomReturns { get; set; }
}

/// <summary>A cap over all rules of a side in JSON.</summary>
internal sealed class SideCapDocument
{
    public string? Side { get; set; }

    public CapDocument? Cap { get; set; }
}

/// <summary>A group of competing rules in JSON.</summary>
internal sealed class GroupDocument
{
    public string? Name { get; set; }

    public string? WhenSeveralMatch { get; set; }
}

/// <summary>A tax threshold in JSON.</summary>
internal sealed class TaxThresholdDocument
{
    public string? Amount { get; set; }

    public string? YearStart { get; set; }
}

/// <summary>How a unit is paid out, in JSON: the minimum, and at most one kind of fee.</summary>
internal sealed class PayoutDocument
{
    public string? Minimum { get; set; }

    public string? Fee { get; set; }

    public decimal? FeePercent { get; set; }

    public string? FeeBorneBy { get; set; }

    public bool? FeeGivenBack { get; set; }
}

/// <summary>The expiry of a rule's rewards in JSON: at least one of the members; the earliest end counts.</summary>
internal sealed class ExpiryDocument
{
    public PeriodDocument? After { get; set; }

    public string? LastDay { get; set; }

    public PeriodDocument? Inactivity { get; set; }
}

/// <summary>The review of a rule's rewards in JSON.</summary>
internal sealed class ReviewDocument
{
    public PeriodDocument? Within { get; set; }

    public string? WhenOverdue { get; set; }
}

/// <summary>A period in JSON: exactly one of the members.</summary>
internal sealed class PeriodDocument
{
    public int? Hours { get; set; }

    public int? Days { get; set; }

    public int? CalendarDays { get; set; }

    public int? Months { get; set; }
}
