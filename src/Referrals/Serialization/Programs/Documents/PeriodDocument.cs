namespace Referrals.Serialization.Programs.Documents;

/// <summary>A period in JSON: exactly one of the members.</summary>
internal sealed class PeriodDocument
{
    public int? Hours { get; set; }

    public int? Days { get; set; }

    public int? CalendarDays { get; set; }

    public int? Months { get; set; }
}
