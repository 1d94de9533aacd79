using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

public sealed class InMemoryConformanceTests
{
    public static TheoryData<string> Names => [.. StoreConformance.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task In_memory_store_keeps_its_promise(string name) =>
        StoreConformance.Find(name).RunAsync(new SharedStore(new InMemoryReferralStore()), CancellationToken.None);
}
