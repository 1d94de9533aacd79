using System.Globalization;
using NodaTime;
using Referrals.Explanations;

namespace Referrals.AspNetCore.Dashboard;

/// <summary>Who may do what on the dashboard, and how it knows and writes the application's people. See <c>AddDashboard</c>.</summary>
public sealed class ReferralsDashboardOptions
{
    private readonly Dictionary<DashboardPermission, string> _policies = [];

    /// <summary>
    /// Who the signed-in operator is: a name or an id, which the journal keeps with everything that the operator decides. Whoever has none can
    /// decide nothing, nor can somebody whose name is longer than 128 characters.
    /// </summary>
    /// <value>The default is the name of the request's principal.</value>
    public Func<HttpContext, string?> Operator { get; set; } = static context => context.User.Identity?.Name;

    /// <summary>The tenant of a request; <c>null</c> for a host without tenants.</summary>
    /// <value>The default is <c>null</c>.</value>
    public Func<HttpContext, TenantId>? Tenant { get; set; }

    /// <summary>What the application calls its customers, such as "Ann Lee"; asked once for each list, for those who are in it.</summary>
    /// <value>The default is <c>null</c>: customers are shown by their ids.</value>
    public Func<IReadOnlyList<CustomerId>, CancellationToken, ValueTask<IReadOnlyDictionary<CustomerId, string>>>? Names { get; set; }

    /// <summary>Finds customers of the application by what an operator typed, such as a name or an e-mail address; the best first.</summary>
    /// <value>The default is <c>null</c>: customers are found by their ids, codes and orders.</value>
    public Func<string, CancellationToken, ValueTask<IReadOnlyList<CustomerId>>>? Search { get; set; }

    /// <summary>
    /// Where a customer's money goes, such as an IBAN or a PayPal address, for the file of a batch of payouts; asked a few hundred at a time.
    /// </summary>
    /// <value>The default is <c>null</c>: the file names customers only.</value>
    public Func<IReadOnlyList<CustomerId>, CancellationToken, ValueTask<IReadOnlyDictionary<CustomerId, string>>>? Recipients { get; set; }

    /// <summary>Where "back to the application" in the menu leads: a path of the application, such as <c>/</c>.</summary>
    /// <value>The default is <c>null</c>: there is no such link.</value>
    /// <exception cref="ArgumentException">It is no path of the application.</exception>
    public string? HomePath
    {
        get;
        set => field = value is null || (value is ['/', .. var rest] && !rest.StartsWith('/') && !rest.Contains('\\', StringComparison.Ordinal))
            ? value
            : throw new ArgumentException(
                $"ReferralsDashboardOptions.HomePath is '{value}'; it has to be a path of this application, such as /.", nameof(value));
    }

    /// <summary>The time zone of days and times on the pages.</summary>
    /// <value>The default is <c>null</c>: that of the program.</value>
    public DateTimeZone? Zone { get; set; }

    /// <summary>The unit of money in KPIs.</summary>
    /// <value>The default is <c>null</c>: that of the first payout rule, else of the first reward in money.</value>
    public Unit? Money { get; set; }

    /// <summary>The language of explanations, and how numbers and dates are written.</summary>
    /// <value>The default is the current UI culture, which <c>UseRequestLocalization</c> sets.</value>
    public Func<HttpContext, CultureInfo> Culture { get; set; } = static _ => CultureInfo.CurrentUICulture;

    /// <summary>The words of explanations and terms in a culture.</summary>
    /// <value>The default is <see cref="ReferralTexts.For(CultureInfo)"/>: English, German, French or Spanish.</value>
    public Func<CultureInfo, ReferralTexts> Words { get; set; } = ReferralTexts.For;

    /// <summary>The words of the pages themselves.</summary>
    /// <value>The default is <see cref="DashboardTexts.English"/>.</value>
    public DashboardTexts Texts { get; set; } = DashboardTexts.English;

    /// <summary>Says who may do something. What no policy allows, nobody may: without one the dashboard only reads.</summary>
    /// <param name="permission">What is allowed.</param>
    /// <param name="policy">The authorization policy that a request has to meet.</param>
    /// <exception cref="ArgumentException">The policy is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The permission is not one.</exception>
    /// <returns>These options.</returns>
    public ReferralsDashboardOptions Allow(DashboardPermission permission, string policy)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(policy);
        if (!Enum.IsDefined(permission))
        {
            throw new ArgumentOutOfRangeException(nameof(permission), permission, "Not a permission of the dashboard.");
        }

        _policies[permission] = policy;
        return this;
    }

    /// <summary>Allows everything to those who meet one policy, for teams in which everybody does everything.</summary>
    /// <param name="policy">The authorization policy that a request has to meet.</param>
    /// <exception cref="ArgumentException">The policy is empty.</exception>
    /// <returns>These options.</returns>
    public ReferralsDashboardOptions AllowEverything(string policy)
    {
        foreach (var permission in Enum.GetValues<DashboardPermission>())
        {
            _ = Allow(permission, policy);
        }

        return this;
    }

    /// <summary>The policy that allows something; <c>null</c> where nobody may.</summary>
    internal string? PolicyOf(DashboardPermission permission) => _policies.GetValueOrDefault(permission);
}
