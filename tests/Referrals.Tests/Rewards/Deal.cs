using System.Globalization;
using Referrals.Testing;

namespace Referrals.Tests.Rewards;

/// <summary>Short words for stories about what rules grant: alice refers, everybody buys.</summary>
internal sealed class Deal
{
    private int _orders;

    internal Deal(Action<ReferralProgramBuilder> program, CustomRules? rules = null)
        : this(ReferralProgram.Create("deal", program), rules)
    {
    }

    internal Deal(ReferralProgram program, CustomRules? rules = null)
    {
        Scenario = new ReferralScenario(program, rules);
        _ = Scenario.Enroll("alice");
    }

    internal ReferralScenario Scenario { get; }

    internal Decision Last => Scenario.Decisions[^1];

    internal static CustomerId Id(string name) => CustomerId.From(name);

    /// <summary>A new customer whom alice has referred buys once; gives what alice earned by it, all rewards in order.</summary>
    internal string Buys(string customer, decimal amount, string at = "2026-03-02T10:00:00Z", string unit = "EUR", Func<Conversion, Conversion>? more = null)
    {
        var instant = NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value;
        if (Scenario.Decisions.All(decision => decision.Facts.All(fact => fact.Kind != FactKind.SignedUp || fact.Customer != Id(customer))))
        {
            _ = Scenario.Tell(SignUp.Of(Id(customer)).ReferredBy(Id("alice")).At(instant));
        }

        var order = string.Create(CultureInfo.InvariantCulture, $"order-{++_orders}");
        var conversion = Conversion.Of(Id(customer), order, "purchase", Amount.Of(amount, unit)).At(instant);
        return Granted(Scenario.Tell(more is null ? conversion : more(conversion)));
    }

    internal Decision Refund(int order, decimal? amount = null) => Scenario.Tell(amount is { } part
        ? Referrals.Refund.Of($"refund-{order}-{Scenario.Decisions.Count}", $"order-{order}", Amount.Of(part, "EUR"))
        : Referrals.Refund.OfWhole($"refund-{order}", $"order-{order}"));

    internal static string Granted(Decision decision) =>
        string.Join(" + ", decision.Grants.Select(grant => grant.Amount!.Value.ToString()));

    /// <summary>Why nothing was granted, rule by rule.</summary>
    internal string Reasons() => string.Join(
        " + ", Last.Facts.Where(fact => fact.Kind == FactKind.ConversionNotRewarded).Select(fact => fact.Code));
}
