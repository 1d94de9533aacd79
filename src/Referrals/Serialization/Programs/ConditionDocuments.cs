namespace Referrals.Serialization;

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

    public CustomDocument? Custom { get; set; }
}

/// <summary>A condition on a field in JSON: its name, and exactly one of the others; from and until count as one.</summary>
internal sealed class FieldDocument
{
    public string? Name { get; set; }

    public List<string>? In { get; set; }

    public string? Contains { get; set; }

    public string? StartsWith { get; set; }

    public string? EndsWith { get; set; }

    public bool? MatchCase { get; set; }

    public decimal? AtLeast { get; set; }

    public decimal? Above { get; set; }

    public decimal? AtMost { get; set; }

    public decimal? Below { get; set; }

    public decimal? Exactly { get; set; }

    public string? From { get; set; }

    public string? Until { get; set; }

    public bool? Known { get; set; }
}

/// <summary>A comparison of a count or sum in JSON: the measure, and exactly one of the limits.</summary>
internal sealed class CountDocument
{
    public MeasureDocument? Measure { get; set; }

    public decimal? AtLeast { get; set; }

    public decimal? Above { get; set; }

    public decimal? AtMost { get; set; }

    public decimal? Below { get; set; }

    public decimal? Exactly { get; set; }
}

/// <summary>What is counted or summed, in JSON.</summary>
internal sealed class MeasureDocument : ITimeFrameDocument
{
    public string? Of { get; set; }

    public string? Event { get; set; }

    public string? SumOf { get; set; }

    public string? Per { get; set; }

    public PeriodDocument? InTheLast { get; set; }

    public string? WeekStart { get; set; }

    public string? YearStart { get; set; }

    public bool? BeforeCurrent { get; set; }
}

/// <summary>Days in JSON, both included.</summary>
internal sealed class DatesDocument
{
    public string? First { get; set; }

    public string? Last { get; set; }
}

/// <summary>A span of the day in JSON, half-open.</summary>
internal sealed class TimesDocument
{
    public string? From { get; set; }

    public string? Until { get; set; }
}

/// <summary>How long somebody has been with the program, in JSON: exactly one of atLeast and lessThan.</summary>
internal sealed class TenureDocument
{
    public string? Side { get; set; }

    public PeriodDocument? AtLeast { get; set; }

    public PeriodDocument? LessThan { get; set; }
}

/// <summary>A condition on an attribute in JSON.</summary>
internal sealed class AttributeDocument
{
    public string? Name { get; set; }

    public List<string>? In { get; set; }
}
