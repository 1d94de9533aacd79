using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Tests.Kpis;

/// <summary>The made-up shop of the vectors as facts: one year of customers, shares, clicks, orders, costs and answers.</summary>
internal static class KpiVectors
{
    internal static readonly Unit Usd = Unit.Money("USD");

    internal static readonly IReadOnlyList<Fact> Shop = [.. Facts()];

    internal static Instant At(string text) => InstantPattern.General.Parse(text).Value;

    internal static IEnumerable<string[]> Rows(string file) => File.ReadLines(Path.Combine(Folder(), file))
        .Skip(1)
        .Where(line => line.Length > 0)
        .Select(line => line.Split(','));

    internal static Amount Money(string text) => Amount.Of(decimal.Parse(text, CultureInfo.InvariantCulture), Usd);

    private static IEnumerable<Fact> Facts()
    {
        var customers = Rows("scenario/customers.csv").ToList();
        var sharers = Rows("scenario/shares.csv").ToDictionary(r => r[0], r => r[1]);
        return customers.Select(SignUp)
            .Concat(Rows("scenario/shares.csv").Select(Share))
            .Concat(Rows("scenario/clicks.csv").Select(r => Click(r, sharers[r[1]])))
            .Concat(Rows("scenario/orders.csv").Select(Order))
            .Concat(Rows("scenario/costs.csv").Where(r => !r[1].StartsWith("reward", StringComparison.Ordinal)).Select(Cost))
            .Concat(Rewards(customers))
            .Concat(Rows("scenario/nps.csv").Select(Answer));
    }

    /// <summary>20 USD to the referrer and 10 USD to the referee at the referee's first sale, kept when it is refunded later.</summary>
    private static IEnumerable<Fact> Rewards(List<string[]> customers)
    {
        var referrers = customers.Where(r => r[3].Length > 0).ToDictionary(r => r[0], r => r[3]);
        var firstSales = Rows("scenario/orders.csv")
            .Where(r => r[5] == "sale" && referrers.ContainsKey(r[1]))
            .GroupBy(r => r[1])
            .Select(g => (Referee: g.Key, At: g.Min(r => At(r[2]))));
        foreach (var (referee, at) in firstSales)
        {
            yield return Reward(at, referrers[referee], referrers[referee], 20m, "referrer");
            yield return Reward(at, referee, referrers[referee], 10m, "referee");
        }
    }

    private static Fact Reward(Instant at, string customer, string referrer, decimal amount, string side) => new()
    {
        Kind = FactKind.RewardGranted,
        OccurredAt = at,
        Customer = CustomerId.From(customer),
        Referrer = CustomerId.From(referrer),
        Amount = Amount.Of(amount, Usd),
        Code = side,
    };

    private static Fact SignUp(string[] row) => new()
    {
        Kind = FactKind.SignedUp,
        OccurredAt = At(row[1]),
        Customer = CustomerId.From(row[0]),
        Channel = Channel.From(row[2]),
        Referrer = row[3].Length > 0 ? CustomerId.From(row[3]) : null,
        Segment = row[4],
    };

    private static Fact Share(string[] row) => new()
    {
        Kind = FactKind.ShareRecorded,
        OccurredAt = At(row[3]),
        Customer = CustomerId.From(row[1]),
        Channel = Channel.From(row[2]),
        Subject = row[0],
    };

    private static Fact Click(string[] row, string sharer) => new()
    {
        Kind = FactKind.TouchRecorded,
        OccurredAt = At(row[3]),
        Referrer = CustomerId.From(sharer),
        Visitor = VisitorId.From(row[2]),
        Subject = row[1],
    };

    private static Fact Order(string[] row) => new()
    {
        Kind = row[5] == "sale" ? FactKind.ConversionRecorded : FactKind.RefundRecorded,
        OccurredAt = At(row[2]),
        Customer = CustomerId.From(row[1]),
        Subject = row[0],
        Amount = row[5] == "sale" ? Money(row[3]) : -Money(row[3]),
        Margin = row[5] == "sale" ? Money(row[4]) : -Money(row[4]),
    };

    private static Fact Cost(string[] row) => new()
    {
        Kind = FactKind.CostRecorded,
        OccurredAt = At(row[0]),
        Code = row[1],
        Channel = Channel.From(row[2]),
        Amount = Money(row[3]),
    };

    private static Fact Answer(string[] row) => new()
    {
        Kind = FactKind.SurveyAnswered,
        OccurredAt = At(row[1]),
        Customer = CustomerId.From(row[0]),
        Score = int.Parse(row[2], CultureInfo.InvariantCulture),
    };

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "vectors");
}
