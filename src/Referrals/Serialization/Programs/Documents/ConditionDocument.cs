namespace Referrals.Serialization.Programs.Documents;

/// <summary>A condition in JSON: exactly one of the members.</summary>
internal sealed class ConditionDocument
{
    public bool? Always { get; set; }

    public List<ConditionDocument>? All { get; set; }

    public List<ConditionDocument>? Any { get; set; }

    public ConditionDocument? Not { get; set; }

    public string? Event { get; set; }

    public string? Happened { get; set; }

    public int? Nth { get; set; }

    public int? EveryNth { get; set; }

    public string? AtLeast { get; set; }

    public AmountDocument? Amount { get; set; }

    public PeriodDocument? Within { get; set; }

    public DatesDocument? OnDates { get; set; }

    public List<string>? OnWeekdays { get; set; }

    public TimesDocument? AtTimes { get; set; }

    public TenureDocument? MemberFor { get; set; }

    public CountDocument? Count { get; set; }

    public AttributeDocument? Attribute { get; set; }

    public FieldDocument? Field { get; set; }

    public List<string>? Segment { get; set; }

    public ConditionDocument? AnyLine { get; set; }

    public ConditionDocument? EveryLine { get; set; }

    public string? Custom { get; set; }
}
