using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>The kit is worth something only if it notices faults.</summary>
public sealed class BrokenStoreTests
{
    public static TheoryData<string> Faults => [.. BrokenStores.All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Kit_notices_a_store_that(string fault)
    {
        var (make, noticedBy) = BrokenStores.All[fault];
        await Assert.ThrowsAsync<StoreConformanceException>(
            () => StoreConformance.Find(noticedBy).RunAsync(make(), CancellationToken.None));
    }

    [Fact]
    public void Names_of_cases_are_unique() =>
        Assert.Equal(StoreConformance.Cases.Count, StoreConformance.Cases.Select(one => one.Name).Distinct().Count());

    [Fact]
    public void Cases_are_those_that_were_approved() =>
        Approvals.Verify(string.Join('\n', StoreConformance.Cases.Select(one => one.Name)));

    [Fact]
    public void An_unknown_case_is_named_in_the_message() =>
        Assert.Contains("'nothing'", Assert.Throws<ArgumentException>(() => StoreConformance.Find("nothing")).Message, StringComparison.Ordinal);
}
