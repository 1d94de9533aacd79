using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

public sealed class InMemoryBulkConformanceTests
{
    public static TheoryData<string> Names => [.. BulkConformance.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task In_memory_store_keeps_its_promise(string name) =>
        BulkConformance.Find(name).RunAsync(new SharedStore(new InMemoryReferralStore()), CancellationToken.None);
}
