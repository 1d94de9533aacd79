using System.Collections.Immutable;
using Referrals.Imports.Sources;

namespace Referrals.Imports;

/// <summary>A product whose files can be imported: its kinds of files, as data.</summary>
/// <example><code>
/// var source = ImportSource.Dub.With("commissions", file => file.WithColumn(ImportField.Person, "Affiliate"));
/// </code></example>
public sealed record ImportSource
{
    /// <summary>The name of the source, such as <c>dub</c>: part of the idempotency keys, so it never changes.</summary>
    public required string Name { get; init; }

    /// <summary>Whether surrogates of people are made of their e-mail addresses, since not every file of the source has ids; see <see cref="ImportOptions.Customers"/>.</summary>
    public bool KnowsPeopleByEmail { get; init; }

    /// <summary>The kinds of files. Which of them a file is, its headings tell.</summary>
    public required ImmutableArray<ImportFile> Files { get; init; }

    /// <summary>The documented format of this package, for every source that is not listed.</summary>
    public static ImportSource Generic { get; } = GenericSource.Create();

    /// <summary>ReferralCandy: contacts, referrals, rewards.</summary>
    public static ImportSource ReferralCandy { get; } = ReferralCandySource.Create();

    /// <summary>Yotpo Loyalty and Referrals: customers with balances of points, referral activity.</summary>
    public static ImportSource Yotpo { get; } = YotpoSource.Create();

    /// <summary>Post Affiliate Pro: backups with affiliates and commissions.</summary>
    public static ImportSource PostAffiliatePro { get; } = PostAffiliateProSource.Create();

    /// <summary>Rewardful: referred customers, affiliates, commissions.</summary>
    public static ImportSource Rewardful { get; } = RewardfulSource.Create();

    /// <summary>FirstPromoter: promoters, referrals, commissions.</summary>
    public static ImportSource FirstPromoter { get; } = FirstPromoterSource.Create();

    /// <summary>Tolt: partners, links, customers, commissions.</summary>
    public static ImportSource Tolt { get; } = ToltSource.Create();

    /// <summary>Refersion: affiliates, conversions.</summary>
    public static ImportSource Refersion { get; } = RefersionSource.Create();

    /// <summary>PartnerStack: partnerships, customers, rewards.</summary>
    public static ImportSource PartnerStack { get; } = PartnerStackSource.Create();

    /// <summary>Dub: partners, customers, commissions.</summary>
    public static ImportSource Dub { get; } = DubSource.Create();

    /// <summary>Every source of this package.</summary>
    public static ImmutableArray<ImportSource> All { get; } =
        [Generic, ReferralCandy, Yotpo, PostAffiliatePro, Rewardful, FirstPromoter, Tolt, Refersion, PartnerStack, Dub];

    /// <summary>The same source with one of its kinds of files changed, such as by a heading that your account uses.</summary>
    /// <param name="file">The name of the kind of file.</param>
    /// <param name="change">Makes the other one.</param>
    /// <exception cref="ArgumentException">The source has no such kind of file.</exception>
    public ImportSource With(string file, Func<ImportFile, ImportFile> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var known = Find(file);
        return this with { Files = Files.Replace(known, change(known)) };
    }

    /// <summary>The kind of file with this name.</summary>
    /// <exception cref="ArgumentException">The source has no such kind of file.</exception>
    public ImportFile Find(string file) => Files.FirstOrDefault(known => known.Name == file) ?? throw new ArgumentException(
        $"The source {Name} has no file '{file}'. It has {string.Join(", ", Files.Select(static known => known.Name))}.", nameof(file));
}
