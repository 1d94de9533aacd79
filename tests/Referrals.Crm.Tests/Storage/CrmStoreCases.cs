using NodaTime;
using Referrals.Crm.Storage;

namespace Referrals.Crm.Tests.Storage;

/// <summary>What every store must do.</summary>
/// <param name="open">Opens one more store over the same data, as one more instance of an application does.</param>
internal sealed class CrmStoreCases(Func<ICrmStore> open)
{
    private const string Target = "salesforce:spring";

    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly Instant Later = Noon + Duration.FromMinutes(10);
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Names =>
    [
        nameof(Noted_persons_are_leased_once_the_longest_due_first), nameof(What_is_noted_while_leased_is_due_afterwards), nameof(A_lost_lease_changes_nothing),
        nameof(A_lease_that_ended_is_anothers), nameof(Leases_at_once_share_the_persons), nameof(Records_are_read_as_they_were_written),
        nameof(Those_who_name_somebody_are_noted), nameof(Set_aside_records_are_read_and_retried), nameof(Somebody_forgotten_leaves_nothing),
        nameof(Targets_are_apart), nameof(Noting_brings_forward_and_never_puts_off),
    ];

    public Task RunAsync(string name) => name switch
    {
        nameof(Noted_persons_are_leased_once_the_longest_due_first) => Noted_persons_are_leased_once_the_longest_due_first(),
        nameof(What_is_noted_while_leased_is_due_afterwards) => What_is_noted_while_leased_is_due_afterwards(),
        nameof(A_lost_lease_changes_nothing) => A_lost_lease_changes_nothing(),
        nameof(A_lease_that_ended_is_anothers) => A_lease_that_ended_is_anothers(),
        nameof(Leases_at_once_share_the_persons) => Leases_at_once_share_the_persons(),
        nameof(Records_are_read_as_they_were_written) => Records_are_read_as_they_were_written(),
        nameof(Those_who_name_somebody_are_noted) => Those_who_name_somebody_are_noted(),
        nameof(Set_aside_records_are_read_and_retried) => Set_aside_records_are_read_and_retried(),
        nameof(Somebody_forgotten_leaves_nothing) => Somebody_forgotten_leaves_nothing(),
        nameof(Targets_are_apart) => Targets_are_apart(),
        nameof(Noting_brings_forward_and_never_puts_off) => Noting_brings_forward_and_never_puts_off(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such case."),
    };

    private async Task Noted_persons_are_leased_once_the_longest_due_first()
    {
        var store = open();
        await store.NoteAsync(Target, [Id("cora")], Noon, None);
        await store.NoteAsync(Target, [Id("bob"), Id("anna")], Noon - Duration.FromSeconds(1), None);
        await store.NoteAsync(Target, [Id("zoe")], Noon + Duration.FromSeconds(1), None);

        var leased = await store.LeaseAsync(Target, Noon, Later, 2, None);
        Assert.Equal(["anna", "bob"], leased.Select(static one => one.Customer.Value));
        Assert.All(leased, static one => Assert.Equal((Later, 1L, 1L), (one.LeasedUntil!.Value, one.Version, one.Revision)));
        Assert.Equal(["cora"], (await open().LeaseAsync(Target, Noon, Later, 10, None)).Select(static one => one.Customer.Value));
        Assert.Empty(await store.LeaseAsync(Target, Noon, Later, 10, None));
    }

    private async Task What_is_noted_while_leased_is_due_afterwards()
    {
        var store = open();
        await store.NoteAsync(Target, [Id("anna")], Noon, None);
        var work = Assert.Single(await store.LeaseAsync(Target, Noon, Later, 1, None));
        await open().NoteAsync(Target, [Id("anna")], Noon, None);
        Assert.Empty(await store.LeaseAsync(Target, Noon, Later, 1, None));

        Assert.True(await store.SaveAsync(work with { DueAt = null }, [], isReleased: true, Noon, None));
        var again = Assert.Single(await store.LeaseAsync(Target, Noon, Later, 1, None));
        Assert.Equal(2, again.Revision);
        Assert.True(await store.SaveAsync(again with { DueAt = null }, [], isReleased: true, Noon, None));
        Assert.Empty(await store.LeaseAsync(Target, Later + Duration.FromDays(1), Later, 1, None));
        Assert.Null(Assert.Single(await store.ReadWorkAsync(Target, [Id("anna"), Id("nobody")], None)).DueAt);
    }

    private async Task A_lost_lease_changes_nothing()
    {
        var store = open();
        await store.NoteAsync(Target, [Id("anna")], Noon, None);
        var lost = Assert.Single(await store.LeaseAsync(Target, Noon, Later, 1, None));
        _ = Assert.Single(await open().LeaseAsync(Target, Later, Later + Duration.FromMinutes(1), 1, None));

        Assert.False(await store.SaveAsync(lost with { DueAt = null }, [Record("anna")], isReleased: true, Later, None));
        Assert.False(await store.SaveAsync(lost, [Record("anna")], isReleased: false, Later, None));
        Assert.False(await store.ForgetAsync(lost, Later, None));
        Assert.Empty(await store.ReadRecordsAsync(Target, [Id("anna")], None));
        Assert.Single(await store.ReadWorkAsync(Target, [Id("anna")], None));
    }

    private async Task A_lease_that_ended_is_anothers()
    {
        var store = open();
        await store.NoteAsync(Target, [Id("anna")], Noon, None);
        var first = Assert.Single(await store.LeaseAsync(Target, Noon, Later, 1, None));
        Assert.True(await store.SaveAsync(first, [Record("anna")], isReleased: false, Noon, None));
        Assert.Empty(await store.LeaseAsync(Target, Later - Duration.FromSeconds(1), Later, 1, None));

        Assert.Equal(2, Assert.Single(await store.LeaseAsync(Target, Later, Later + Duration.FromMinutes(1), 1, None)).Version);
        Assert.Single(await store.ReadRecordsAsync(Target, [Id("anna")], None));
    }

    private async Task Leases_at_once_share_the_persons()
    {
        await open().NoteAsync(Target, [.. Enumerable.Range(0, 40).Select(static one => Id($"c{one:00}"))], Noon, None);

        var leased = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var store = open();
            var own = new List<string>();
            while (await store.LeaseAsync(Target, Noon, Later, 5, None) is { Count: > 0 } some)
            {
                own.AddRange(some.Select(static one => one.Customer.Value));
            }

            return own;
        })));

        var all = leased.SelectMany(static own => own).Order().ToList();
        Assert.Equal(all.Distinct(), all);
        Assert.InRange(all.Count, 35, 40);
    }

    private async Task Records_are_read_as_they_were_written()
    {
        var store = open();
        await store.NoteAsync(Target, [Id("anna")], Noon, None);
        var work = Assert.Single(await store.LeaseAsync(Target, Noon, Later, 1, None));
        var record = Record("anna") with { Kind = CrmRecordKind.Reward, Id = "reward-1", State = CrmRecordState.Written, RemoteId = "003", Hash = "abc", At = Noon };
        Assert.True(await store.SaveAsync(work, [Record("anna") with { RemoteKey = "anna", Other = Id("bob"), Waits = true }, record], isReleased: false, Noon, None));
        Assert.True(await store.SaveAsync(
            work with { DueAt = null }, [Record("anna") with { Attempts = 2, Code = "LOCKED", Words = "Nöt now 🔒" }], isReleased: true, Noon, None));

        var read = (await open().ReadRecordsAsync(Target, [Id("anna")], None)).OrderBy(static one => one.Kind).ToList();
        Assert.Equal([Record("anna") with { Attempts = 2, Code = "LOCKED", Words = "Nöt now 🔒" }, record], read);
    }

    private async Task Those_who_name_somebody_are_noted()
    {
        var store = open();
        await PutAsync(store, "bob", Record("bob") with { Other = Id("anna"), Waits = true });
        await PutAsync(store, "cora", Record("cora") with { Other = Id("anna") });
        await PutAsync(store, "dora", Record("dora") with { Other = Id("zoe"), Waits = true });

        await store.NoteRelatedAsync(Target, Id("anna"), isOnlyWaiting: true, Noon, None);
        Assert.Equal(["bob"], (await store.LeaseAsync(Target, Noon, Later, 10, None)).Select(static one => one.Customer.Value));
        await store.NoteRelatedAsync(Target, Id("anna"), isOnlyWaiting: false, Noon, None);
        Assert.Equal(["cora"], (await store.LeaseAsync(Target, Noon, Later, 10, None)).Select(static one => one.Customer.Value));
    }

    private async Task Set_aside_records_are_read_and_retried()
    {
        var store = open();
        foreach (var (name, code) in ((string, string)[])[("cora", "A"), ("anna", "B"), ("bob", "A")])
        {
            await PutAsync(store, name, Record(name) with { State = CrmRecordState.SetAside, Code = code, Hash = "h", Attempts = 3 });
        }

        Assert.Equal(["anna", "bob", "cora"], (await store.ReadSetAsideAsync(null, 10, None)).Select(static one => one.Id));
        Assert.Equal(["anna", "bob"], (await store.ReadSetAsideAsync(Target, 2, None)).Select(static one => one.Id));
        Assert.Empty(await store.ReadSetAsideAsync("hubspot:spring", 2, None));
        Assert.Equal(new CrmBacklog(3, null), await store.ReadBacklogAsync(Noon, None));

        Assert.Equal(1, await store.RetryAsync(Target, Id("cora"), "A", Noon, None));
        Assert.Equal(0, await store.RetryAsync(Target, Id("cora"), null, Noon, None));
        Assert.Equal(1, await store.RetryAsync(Target, null, "A", Noon, None));
        Assert.Equal(["bob", "cora"], (await store.LeaseAsync(Target, Noon, Later, 10, None)).Select(static one => one.Customer.Value));
        Assert.All(
            await store.ReadRecordsAsync(Target, [Id("bob"), Id("cora")], None),
            static one => Assert.Equal((CrmRecordState.Pending, null, 0), (one.State, one.Hash, one.Attempts)));
        Assert.Equal(new CrmBacklog(1, Noon), await store.ReadBacklogAsync(Noon, None));
    }

    private async Task Somebody_forgotten_leaves_nothing()
    {
        var store = open();
        await PutAsync(store, "anna", Record("anna"));
        await PutAsync(store, "bob", Record("bob"));
        await store.NoteAsync(Target, [Id("anna"), Id("bob")], Noon, None);
        var leased = await store.LeaseAsync(Target, Noon, Later, 10, None);
        await open().NoteAsync(Target, [Id("bob")], Noon, None);

        Assert.True(await store.ForgetAsync(leased[0], Noon, None));
        Assert.True(await store.ForgetAsync(leased[1], Noon, None));

        Assert.Empty(await store.ReadRecordsAsync(Target, [Id("anna"), Id("bob")], None));
        Assert.Equal("bob", Assert.Single(await store.ReadWorkAsync(Target, [Id("anna"), Id("bob")], None)).Customer.Value);
        Assert.Equal("bob", Assert.Single(await store.LeaseAsync(Target, Noon, Later, 10, None)).Customer.Value);
    }

    private async Task Targets_are_apart()
    {
        var store = open();
        await store.NoteAsync(Target, [Id("anna")], Noon, None);
        await store.NoteAsync("hubspot:spring", [Id("bob")], Noon, None);

        Assert.Equal("bob", Assert.Single(await store.LeaseAsync("hubspot:spring", Noon, Later, 10, None)).Customer.Value);
        Assert.Empty(await store.ReadWorkAsync("hubspot:spring", [Id("anna")], None));
    }

    private async Task Noting_brings_forward_and_never_puts_off()
    {
        var store = open();
        await store.NoteAsync(Target, [Id("anna")], Later, None);
        await store.NoteAsync(Target, [Id("anna")], Noon, None);
        await store.NoteAsync(Target, [Id("anna")], Later, None);

        var work = Assert.Single(await store.LeaseAsync(Target, Noon, Later, 10, None));
        Assert.Equal(Noon, work.DueAt);
        Assert.Equal(3, work.Revision);
    }

    private static async Task PutAsync(ICrmStore store, string name, CrmRecord record)
    {
        await store.NoteAsync(Target, [Id(name)], Noon, None);
        var work = Assert.Single(await store.LeaseAsync(Target, Noon, Later, 1, None));
        Assert.True(await store.SaveAsync(work with { DueAt = null }, [record], isReleased: true, Noon, None));
    }

    private static CustomerId Id(string name) => CustomerId.From(name);

    private static CrmRecord Record(string name) => new() { Target = Target, Customer = Id(name), Kind = CrmRecordKind.Person, Id = name };
}
