using Referrals.Testing.Conformance.Cases.Grouping;

namespace Referrals.Testing.Conformance;

/// <summary>
/// The promises of <see cref="Referrals.Storage.IBulkStore"/> as cases that any test runner can run. A store that commits many batches together passes
/// these as well as those of <see cref="StoreConformance"/>.
/// </summary>
public static class BulkConformance
{
    /// <summary>All cases, in the order in which to read them.</summary>
    public static IReadOnlyList<StoreConformanceCase> Cases { get; } = [.. BulkCases.All];

    /// <summary>The case of a name.</summary>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public static StoreConformanceCase Find(string name) => Cases.FirstOrDefault(one => one.Name == name)
        ?? throw new ArgumentException($"There is no case '{name}'; BulkConformance.Cases lists them all.", nameof(name));
}
