namespace Referrals.Serialization;

/// <summary>Over which time something is counted or limited, in JSON: a calendar period, or the time that ends now.</summary>
internal interface ITimeFrameDocument
{
    string? Per { get; }

    PeriodDocument? InTheLast { get; }

    string? WeekStart { get; }

    string? YearStart { get; }
}
