using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Explanations;
using Referrals.Pipeline;

namespace Referrals.AspNetCore.Dashboard.Requests;

/// <summary>What every page of a request needs: the engine, who asks and what they may do, where links lead, how things are written.</summary>
internal sealed class DashboardRequest
{
    /// <summary>The longest name that the journal keeps.</summary>
    private const int MaxOperator = 128;

    private readonly HashSet<DashboardPermission> _permissions = [];
    private readonly Dictionary<CustomerId, string> _names = [];

    private DashboardRequest(HttpContext context, DashboardSite site, string path)
    {
        (Context, Site) = (context, site);
        var engine = context.RequestServices.GetRequiredService<ReferralEngine>().ForProgram(site.Id);
        Engine = site.Options.Tenant?.Invoke(context) is { IsDefault: false } tenant ? engine.ForTenant(tenant) : engine;
        Base = BaseOf(context.Request, path);
        Operator = site.Options.Operator(context)?.Trim() is { Length: > 0 and <= MaxOperator } name && !name.Any(char.IsControl) ? name : null;
        Culture = site.Options.Culture(context);
        Words = site.Options.Words(Culture);
        Now = Engine.Clock.GetCurrentInstant();
    }

    internal HttpContext Context { get; }

    internal DashboardSite Site { get; }

    internal ReferralEngine Engine { get; }

    /// <summary>The prefix with the path base, without a slash at the end.</summary>
    internal string Base { get; }

    /// <summary>Who is signed in, for the journal; <c>null</c> for somebody without a name.</summary>
    internal string? Operator { get; }

    internal CultureInfo Culture { get; }

    /// <summary>The words of explanations.</summary>
    internal ReferralTexts Words { get; }

    /// <summary>Their language as pages declare it; the invariant culture has the words of English.</summary>
    internal string LanguageOfWords => Words.Culture.Equals(CultureInfo.InvariantCulture) ? "en" : Words.Culture.TwoLetterISOLanguageName;

    /// <summary>Whether anybody could open this page, which only a host in development lets happen.</summary>
    internal bool IsOpen => Context.GetEndpoint() is not { } endpoint || !DashboardStartupCheck.IsGuarded(endpoint.Metadata);

    internal DashboardTexts Texts => Site.Options.Texts;

    internal Instant Now { get; }

    /// <summary>
    /// The version in force now, as the request's tenant has it; of a program that has drafts only, the latest; where there is none at all, the first
    /// to write.
    /// </summary>
    internal ReferralProgram Program { get; private set; } = null!;

    /// <summary>Whether the program has a version, though it may be a draft.</summary>
    internal bool HasProgram { get; private set; }

    internal DateTimeZone Zone => Site.Options.Zone ?? Program.Zone;

    /// <summary>The unit of money in KPIs.</summary>
    internal Unit MoneyUnit => Site.Options.Money ?? Program.Payouts.Select(static rule => rule.Unit)
        .Concat(Program.Incentives.SelectMany(static rule => rule.Units)).FirstOrDefault(static unit => unit.IsMoney, Unit.Money("EUR"));

    /// <summary>The units that the program gives.</summary>
    internal IReadOnlyList<Unit> Units => [.. Program.Incentives.SelectMany(static rule => rule.Units).Append(MoneyUnit).Distinct()];

    internal CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The hidden field of every form: its name and its value.</summary>
    internal (string Name, string Value) Antiforgery { get; private set; }

    internal static async Task<DashboardRequest> OfAsync(HttpContext context, DashboardSite site, string path)
    {
        var request = new DashboardRequest(context, site, path);
        await request.FollowAsync().ConfigureAwait(false);
        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        foreach (var permission in Enum.GetValues<DashboardPermission>())
        {
            if (site.Options.PolicyOf(permission) is { } policy
                && (await authorization.AuthorizeAsync(context.User, context, policy).ConfigureAwait(false)).Succeeded)
            {
                _ = request._permissions.Add(permission);
            }
        }

        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        request.Antiforgery = (tokens.FormFieldName, tokens.RequestToken!);
        return request;
    }

    /// <summary>Learns what the store knows of the program, where it keeps programs.</summary>
    private async Task FollowAsync()
    {
        var status = Site.IsStored ? await Engine.Publishing.GetAsync(Aborted).ConfigureAwait(false) : null;
        HasProgram = status is not { Versions.Count: 0 };
        Program = HasProgram ? Engine.Programs.Find(Site.Id) : FirstDraft(Site.Id);
    }

    /// <summary>What the editor begins with where there is nothing to copy: both sides get something once for a first purchase.</summary>
    private static ReferralProgram FirstDraft(ProgramId id) => ReferralProgram.Create(id.Value, static p => p
        .Qualify(static q => q.On("purchase").First())
        .RewardReferrer(static r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14)))
        .RewardReferee(static r => r.Flat(5, "EUR").HeldFor(TimePeriod.Days(14))));

    /// <summary>Whether the operator may do something: buttons are shown by it, and endpoints ask again.</summary>
    internal bool May(DashboardPermission permission) => Operator is not null && _permissions.Contains(permission);

    /// <summary>The cursor of a list of the page; <c>null</c> for its first part.</summary>
    internal string? Cursor(string name) => Context.Request.Query[name] is [{ Length: > 0 and < 100 } cursor] ? cursor : null;

    internal string Link(string path) => Base.Length + path.Length == 0 ? "/" : Base + path;

    internal string PersonLink(CustomerId customer) => Link("/people/" + Site.Seal(customer.Value));

    /// <summary>Asks the application once what it calls these customers.</summary>
    internal async Task NameAsync(IEnumerable<CustomerId?> customers)
    {
        CustomerId[] unknown = [.. customers.OfType<CustomerId>().Distinct().Where(one => !_names.ContainsKey(one))];
        if (Site.Options.Names is not { } names || unknown.Length == 0)
        {
            return;
        }

        foreach (var (customer, name) in await names(unknown, Aborted).ConfigureAwait(false))
        {
            _names[customer] = name;
        }
    }

    /// <summary>What the application calls a customer, else the id.</summary>
    internal string NameOf(CustomerId customer) => _names.GetValueOrDefault(customer) ?? customer.Value;

    internal string Count(decimal number) => number.ToString("N0", Culture);

    internal string Money(Amount amount) =>
        amount.Value.ToString("N" + amount.Unit.Digits.ToString(CultureInfo.InvariantCulture), Culture) + "\u00a0" + amount.Unit.Code;

    internal string Day(Instant instant) => instant.InZone(Zone).Date.ToString("d MMM uuuu", Culture);

    internal string Time(Instant instant) => instant.InZone(Zone).LocalDateTime.ToString("d MMM uuuu, HH:mm", Culture);

    /// <summary>A key under which a form decides once, however often it is sent.</summary>
    internal static string NewKey() =>
        $"{CryptographicRandomness.Instance.NextBits():x16}{CryptographicRandomness.Instance.NextBits():x16}";

    /// <summary>What is left of the request's path without the page's own, one segment for each of the page's.</summary>
    private static string BaseOf(HttpRequest request, string path)
    {
        var full = request.PathBase.Add(request.Path).ToUriComponent().TrimEnd('/');
        for (var segments = path.Count(static c => c == '/'); segments > 0; segments--)
        {
            full = full[..Math.Max(0, full.LastIndexOf('/'))];
        }

        return full;
    }
}
