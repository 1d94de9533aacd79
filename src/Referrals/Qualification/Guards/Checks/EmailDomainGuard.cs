
namespace Referrals.Qualification.Guards.Checks;

internal sealed record EmailDomainGuard : Guard
{
    /// <summary>How many domains stand in a program; longer lists are the host's, under a name.</summary>
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
            $"The guard takes 1 to {MaxDomains} domains, and this has {all.Count}; longer lists are registered under a name.", nameof(domains));
    }

    internal static EmailDomainGuard In(bool disposable, string list) => new(disposable, [], InputText.Check(list));

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var required = IsDisposable ? "an address that lasts" : "another domain";
        return context.EmailDomain is { } domain
            ? GuardFinding.Of(WithThoseAbove(domain).Any(part => Lists(part, book) || (part != domain && Lists("*." + part, book))), domain, required)
            : GuardFinding.Of(false, "email not given", required);
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
