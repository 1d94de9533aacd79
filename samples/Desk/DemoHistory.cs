using NodaTime;
using Referrals;

namespace Desk;

/// <summary>A small history of the shop: two referrers, their friends, one friend too many in a day.</summary>
internal static class DemoHistory
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    internal static IEnumerable<ReferralInput> Inputs =>
    [
        Enrollment.Of(Id("anna")).WithChosenCode("ANNA26").At(Day(0)),
        SignUp.Of(Id("anna")).At(Day(0)),
        Enrollment.Of(Id("max")).WithChosenCode("MAXLIGHT").At(Day(0)),
        SignUp.Of(Id("ben")).WithCode("anna26").At(Day(1)),
        Touch.Click("https://lamps.example/r/ANNA26", VisitorId.From("cookie-1")).At(Day(1)),
        SignUp.Of(Id("cora")).WithCode("ANNA26").At(Day(3)),
        SignUp.Of(Id("dirk")).WithCode("ANNA26").At(Day(3.1)),
        SignUp.Of(Id("emil")).WithCode("ANNA26").At(Day(3.2)),
        SignUp.Of(Id("fay")).WithCode("MAXLIGHT").At(Day(4)),
        Conversion.Of(Id("ben"), "L-1001", "purchase", Amount.Of(80, "EUR")).At(Day(2)),
        Conversion.Of(Id("cora"), "L-1002", "purchase", Amount.Of(35, "EUR")).At(Day(4)),
        Conversion.Of(Id("fay"), "L-1003", "purchase", Amount.Of(120, "EUR")).At(Day(5)),
        Conversion.Of(Id("emil"), "L-1004", "purchase", Amount.Of(60, "EUR")).At(Day(5)),
        Refund.OfWhole("R-1", "L-1003").At(Day(6)),
        Conversion.Of(Id("ben"), "L-1005", "purchase", Amount.Of(90, "EUR")).At(Day(7)),
    ];

    private static CustomerId Id(string name) => CustomerId.From(name);

    private static Instant Day(double days) => Start + Duration.FromDays(days);
}
