using Referrals.Explanations;

namespace Referrals;

internal sealed record SharedSignalGuard : Guard
{
    internal SharedSignalGuard(SignalKind kind, SignalScope among)
    {
        Kind = kind;
        Among = among;
    }

    public SignalKind Kind { get; }

    public SignalScope Among { get; }

    public override string Code => Kind switch
    {
        SignalKind.Email => GuardCodes.SameEmail,
        SignalKind.Phone => GuardCodes.SamePhone,
        SignalKind.Payment => GuardCodes.SharedPayment,
        SignalKind.Device => GuardCodes.SharedDevice,
        _ => GuardCodes.SharedAddress,
    };

    internal override bool LooksAtSignals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var shown = context.Of(Kind).ToArray();
        if (shown.Length == 0)
        {
            return GuardFinding.Of(false, Phrase.Of("value.not_given"), Required);
        }

        var others = shown.SelectMany(hash => Others(context, hash)).Distinct().ToArray();
        return others.Length == 0
            ? GuardFinding.Of(false, Phrase.Of("value.not_shared"), Required)
            : GuardFinding.Of(true, Text(others), Required);
    }

    private Phrase Required => Phrase.Of("value.not_shown_by." + Among);

    private IEnumerable<CustomerId> Others(GuardContext context, string hash)
    {
        if (context.ReferrerShown.Contains(hash))
        {
            yield return context.Referrer;
        }

        foreach (var showing in context.Others(hash))
        {
            if (showing.Customer == context.Referrer || Among == SignalScope.Program
                || (Among == SignalScope.Referees && showing.Referrers.Contains(context.Referrer)))
            {
                yield return showing.Customer;
            }
        }
    }

    private static Phrase Text(CustomerId[] others) => others.Length <= 3
        ? Phrase.Of("value.that_of", PhraseList.Commas(others))
        : Phrase.Of("value.that_of_more", PhraseList.Commas(others.Take(3)), others.Length - 3);
}

internal sealed record MissingSignalGuard : Guard
{
    internal MissingSignalGuard(SignalKind kind) => Kind = kind;

    public SignalKind Kind { get; }

    public override string Code => GuardCodes.SignalMissing;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var name = Phrase.Of("value.signal." + Kind);
        return context.Of(Kind).Any() ? GuardFinding.Of(false, Phrase.Of("value.name_given", name), name)
            : context.Unreadable.Contains(Kind) ? GuardFinding.Of(true, Phrase.Of("value.unreadable", name), name)
            : GuardFinding.Of(true, Phrase.Of("value.name_not_given", name), name);
    }
}

internal sealed record EmailDomainGuard : Guard
{
    /// <summary>How many domains stand in a program; longer lists are the application's, under a name.</summary>
    internal const int MaxDomains = 1_000;

    private EmailDomainGuard(bool disposable, ValueList<string> domains, string? list)
    {
        IsDisposable = disposable;
        Domains = domains;
        List = list;
    }

    public bool IsDisposable { get; }

    public ValueList<string> Domains { get; }

    public string? List { get; }

    public override string Code => IsDisposable ? GuardCodes.DisposableDomain : GuardCodes.BlockedDomain;

    internal override string? ListName => List;

    internal override bool LooksAtSignals => true;

    internal static EmailDomainGuard Of(bool disposable, IEnumerable<string> domains)
    {
        ArgumentNullException.ThrowIfNull(domains);
        var all = domains
            .Select(static domain => EmailText.DomainPattern(domain ?? string.Empty) ?? throw new ArgumentException(
                $"'{domain}' is not a valid domain; write one such as example.com, or *.example.com for all below it.", nameof(domains)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueList();
        return all.Count is > 0 and <= MaxDomains ? new EmailDomainGuard(disposable, all, null) : throw new ArgumentException(
            $"The guard requires 1 to {MaxDomains} domains, and this has {all.Count}; longer lists are registered under a name.", nameof(domains));
    }

    internal static EmailDomainGuard In(bool disposable, string list) => new(disposable, [], InputText.Check(list));

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var required = Phrase.Of(IsDisposable ? "value.lasting_address" : "value.another_domain");
        return context.EmailDomain is { } domain
            ? GuardFinding.Of(WithThoseAbove(domain).Any(part => Lists(part, book) || (part != domain && Lists("*." + part, book))), CheckValue.Text(domain), required)
            : GuardFinding.Of(false, Phrase.Of("value.name_not_given", Phrase.Of("value.signal.Email")), required);
    }

    /// <summary>Whether the guard lists this very entry: a domain, or a pattern such as <c>*.edu</c>.</summary>
    internal bool Lists(string entry, IGuardBook book) => List is null ? Domains.Contains(entry) : book.Lists(List, entry);

    /// <summary>The domain and those that it is a part of: a.b.example, b.example, example.</summary>
    private static IEnumerable<string> WithThoseAbove(string domain)
    {
        for (var part = domain; ; part = part[(part.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            yield return part;
            if (!part.Contains('.', StringComparison.Ordinal))
            {
                yield break;
            }
        }
    }
}

internal sealed record BannedReferrersGuard : Guard
{
    /// <summary>How many customers stand in a program; others are banned by input.</summary>
    internal const int MaxCustomers = 500;

    private BannedReferrersGuard(ValueList<CustomerId> customers) => Customers = customers;

    public ValueList<CustomerId> Customers { get; }

    public override string Code => GuardCodes.BannedReferrer;

    internal static BannedReferrersGuard Of(IEnumerable<CustomerId> customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        var all = customers.Select(static customer => InputText.Check(customer)).Distinct()
            .OrderBy(static customer => customer.Value, StringComparer.Ordinal).ToValueList();
        return all.Count is > 0 and <= MaxCustomers ? new BannedReferrersGuard(all) : throw new ArgumentException(
            $"The guard requires 1 to {MaxCustomers} customers, and this has {all.Count}; report a ReferrerBan for each of the others.", nameof(customers));
    }

    internal override GuardFinding Find(GuardContext context, IGuardBook book) => Customers.Contains(context.Referrer)
        ? GuardFinding.Of(true, Phrase.Of("value.in_the_list", context.Referrer), Phrase.Of("value.referrer_not_banned"))
        : GuardFinding.Of(false, Phrase.Of("value.not_banned"), Phrase.Of("value.referrer_not_banned"));
}
