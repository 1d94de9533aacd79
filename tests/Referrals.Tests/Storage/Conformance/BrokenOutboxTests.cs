using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>The outbox part of the kit is worth something only if it notices faults.</summary>
public sealed class BrokenOutboxTests
{
    public static TheoryData<string> Faults => [.. BrokenOutboxes.All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Kit_notices_a_store_that(string fault)
    {
        var (make, noticedBy) = BrokenOutboxes.All[fault];
        await Assert.ThrowsAsync<StoreConformanceException>(
            () => OutboxConformance.Find(noticedBy).RunAsync(make(), CancellationToken.None));
    }

    [Fact]
    public void Names_of_cases_are_unique() =>
        Assert.Equal(OutboxConformance.Cases.Count, OutboxConformance.Cases.Select(one => one.Name).Distinct().Count());

    [Fact]
    public void Cases_are_those_that_were_approved() =>
        Approvals.Verify(string.Join('\n', OutboxConformance.Cases.Select(one => one.Name)));

    [Fact]
    public void An_unknown_case_is_named_in_the_message() =>
        Assert.Contains("'nothing'", Assert.Throws<ArgumentException>(() => OutboxConformance.Find("nothing")).Message, StringComparison.Ordinal);
}
