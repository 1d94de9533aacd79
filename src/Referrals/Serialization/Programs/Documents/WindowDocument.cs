namespace Referrals.Serialization.Programs.Documents;

/// <summary>A window in JSON: exactly one of the members.</summary>
internal sealed class WindowDocument
{
    public int? Hours { get; set; }

    public int? Days { get; set; }

    public int? CalendarDays { get; set; }

    public int? CalendarMonths { get; set; }
}
