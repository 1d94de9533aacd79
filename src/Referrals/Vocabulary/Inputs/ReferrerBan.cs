using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A customer may not refer any more, or may again. Referrals that exist already are not touched; review those that are held.</summary>
public sealed record ReferrerBan : ReferralInputOf<ReferrerBan>
{
    [JsonConstructor]
    internal ReferrerBan()
    {
    }

    /// <summary>The referrer.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>Whether the ban ends.</summary>
    [JsonInclude]
    public bool IsLifted { get; internal init; }

    /// <summary>Why. For the application's people only: participants never read it.</summary>
    [JsonInclude]
    public string Reason { get; internal init; } = string.Empty;

    /// <remarks>The time is part of the key: a ban can be lifted and imposed again.</remarks>
    internal override string DerivedKey => KeyText.Of("ban", Stamp, IsLifted ? "lift" : "impose", Customer.Value);

    /// <summary>Bans a customer from referring, from the time of the input on.</summary>
    /// <param name="customer">The referrer; need not be enrolled yet.</param>
    /// <param name="reason">Why; cut after 128 characters.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the reason is empty.</exception>
    public static ReferrerBan Impose(CustomerId customer, string reason) =>
        new ReferrerBan { Customer = InputText.Check(customer) }.Because(reason);

    /// <summary>Ends a customer's ban, from the time of the input on.</summary>
    /// <param name="customer">The referrer.</param>
    /// <param name="reason">Why; cut after 128 characters.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the reason is empty.</exception>
    public static ReferrerBan Lift(CustomerId customer, string reason) =>
        new ReferrerBan { Customer = InputText.Check(customer), IsLifted = true }.Because(reason);

    private ReferrerBan Because(string reason)
    {
        var (text, changes) = Reasoned(reason);
        return this with { Reason = text, TextChanges = changes };
    }
}
