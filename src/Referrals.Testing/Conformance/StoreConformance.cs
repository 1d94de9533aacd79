using Referrals.Testing.Conformance.Cases.Keeping;
using Referrals.Testing.Conformance.Cases.Racing;
using Referrals.Testing.Conformance.Cases.Reading;

namespace Referrals.Testing.Conformance;

/// <summary>
/// The promises of <see cref="Referrals.Storage.IReferralStore"/> as cases that any test runner can run. A store that passes all of them may be
/// trusted with money; leave none out.
/// </summary>
/// <example><code>
/// public static TheoryData&lt;string&gt; Names => [.. StoreConformance.Cases.Select(c => c.Name)];
///
/// [Theory, MemberData(nameof(Names))]
/// public Task Keeps(string name) => StoreConformance.Find(name).RunAsync(new MyStoreUnderTest(), CancellationToken.None);
/// </code></example>
public static class StoreConformance
{
    /// <summary>All cases, in the order in which to read them.</summary>
    public static IReadOnlyList<StoreConformanceCase> Cases { get; } =
    [
        .. InsertCases.All, .. VersionCases.All, .. RequireCases.All, .. CounterCases.All, .. EventCases.All, .. AtomicityCases.All,
        .. KeyCases.All, .. ContentCases.All, .. PartitionCases.All, .. ScanCases.All, .. DueCases.All, .. VisibilityCases.All,
        .. CancellationCases.All, .. ConcurrencyCases.All, .. SkewCases.All,
    ];

    /// <summary>The case of a name.</summary>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public static StoreConformanceCase Find(string name) => Cases.FirstOrDefault(one => one.Name == name)
        ?? throw new ArgumentException($"There is no case '{name}'; StoreConformance.Cases lists them all.", nameof(name));
}
