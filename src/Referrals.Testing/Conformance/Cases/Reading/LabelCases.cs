using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Reading;

/// <summary>Records found by their labels.</summary>
internal static class LabelCases
{
    private const int Many = 1_300;

    internal static IReadOnlyList<StoreConformanceCase> All =>
    [
        Case(nameof(Labels_come_back_as_they_were_stored), Labels_come_back_as_they_were_stored),
        Case(nameof(An_owner_and_a_subject_find_the_latest_first), An_owner_and_a_subject_find_the_latest_first),
        Case(nameof(A_list_finds_the_oldest_first), A_list_finds_the_oldest_first),
        Case(nameof(Kinds_labels_and_partitions_are_told_apart), Kinds_labels_and_partitions_are_told_apart),
        Case(nameof(Labels_are_told_apart_by_every_character), Labels_are_told_apart_by_every_character),
        Case(nameof(A_replace_moves_and_ends_labels), A_replace_moves_and_ends_labels),
        Case(nameof(A_redaction_leaves_labels), A_redaction_leaves_labels),
        Case(nameof(A_refused_batch_leaves_no_label), A_refused_batch_leaves_no_label),
        Case(nameof(Many_records_come_all_and_each_once), Many_records_come_all_and_each_once),
        Case(nameof(Another_instance_finds_what_was_committed), Another_instance_finds_what_was_committed),
    ];

    private static StoreConformanceCase Case(string sentence, Func<StoreProbe, Task> run) => new("labels", sentence, run);

    private static async Task Labels_come_back_as_they_were_stored(StoreProbe probe)
    {
        var labels = new RecordLabels { Owner = "Ann É 😀", Subject = "order 1 ", List = "held" };
        await probe.GivenAsync(Insert("r1", labels), Insert("r2", new RecordLabels { Subject = "only" }), Insert("r3", null)).ConfigureAwait(false);
        await HasAsync(probe, "r1", labels).ConfigureAwait(false);
        await HasAsync(probe, "r2", new RecordLabels { Subject = "only" }).ConfigureAwait(false);
        await HasAsync(probe, "r3", null).ConfigureAwait(false);
        foreach (var record in await probe.ScanAsync(RecordKind.Reward, ScanRange.All).ConfigureAwait(false))
        {
            Expect.That(record.Content.Labels is null == (record.Key.Id == "r3"), $"A scan must give {record.Key} with its labels; it has {record.Content.Labels}.");
        }
    }

    private static async Task An_owner_and_a_subject_find_the_latest_first(StoreProbe probe)
    {
        await OneByOneAsync(probe, 6, i => new RecordLabels { Owner = i % 2 == 0 ? "ann" : "bob", Subject = i < 3 ? "early" : "late" }).ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "ann"), "r4", "r2", "r0").ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.OfSubject(RecordKind.Reward, "late"), "r5", "r4", "r3").ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "ann").Take(2), "r4", "r2").ConfigureAwait(false);
        var last = (await FindAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "ann").Take(2)).ConfigureAwait(false))[^1];
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "ann").After(last.Position), "r0").ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "nobody")).ConfigureAwait(false);
    }

    private static async Task A_list_finds_the_oldest_first(StoreProbe probe)
    {
        await OneByOneAsync(probe, 5, static i => i == 1 ? null : new RecordLabels { List = "held" }).ConfigureAwait(false);
        var query = LabelQuery.InList(RecordKind.Reward, "held");
        await FindsAsync(probe, query, "r0", "r2", "r3", "r4").ConfigureAwait(false);
        var first = (await FindAsync(probe, query.Take(2)).ConfigureAwait(false))[^1];
        await FindsAsync(probe, query.After(first.Position), "r3", "r4").ConfigureAwait(false);
    }

    private static async Task Kinds_labels_and_partitions_are_told_apart(StoreProbe probe)
    {
        var labels = new RecordLabels { Owner = "same", Subject = "other" };
        await probe.GivenAsync(Insert("r", labels), StoreOperation.Insert(Customer("c"), Text("") with { Labels = labels })).ConfigureAwait(false);
        var elsewhere = CommitBatch.Of(probe.InPartition("two"), [Insert("elsewhere", labels)]);
        Expect.Committed(await probe.Store.CommitAsync(elsewhere, probe.CancellationToken).ConfigureAwait(false));
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "same"), "r").ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Customer, "same"), "c").ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.OfSubject(RecordKind.Reward, "same")).ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.InList(RecordKind.Reward, "same")).ConfigureAwait(false);
    }

    private static async Task Labels_are_told_apart_by_every_character(StoreProbe probe)
    {
        string[] owners = ["ann", "Ann", "ann ", "\u00E4nn", "a\u0308nn", "ann1"];
        foreach (var (owner, i) in owners.Select(static (owner, i) => (owner, i)))
        {
            await probe.GivenAsync(Insert($"r{i}", new RecordLabels { Owner = owner })).ConfigureAwait(false);
        }

        foreach (var (owner, i) in owners.Select(static (owner, i) => (owner, i)))
        {
            await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, owner), $"r{i}").ConfigureAwait(false);
        }
    }

    private static async Task A_replace_moves_and_ends_labels(StoreProbe probe)
    {
        await OneByOneAsync(probe, 3, static _ => new RecordLabels { Owner = "ann", List = "held" }).ConfigureAwait(false);
        await probe.GivenAsync(StoreOperation.Replace(Key("r0"), 1, Text("") with { Labels = new RecordLabels { Owner = "bob" } })).ConfigureAwait(false);
        await probe.GivenAsync(StoreOperation.Replace(Key("r1"), 1, Text(""))).ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "ann"), "r2").ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "bob"), "r0").ConfigureAwait(false);
        await FindsAsync(probe, LabelQuery.InList(RecordKind.Reward, "held"), "r2").ConfigureAwait(false);
        await HasAsync(probe, "r1", null).ConfigureAwait(false);
    }

    private static async Task A_redaction_leaves_labels(StoreProbe probe)
    {
        await probe.GivenAsync(StoreOperation.Insert(Event("e"), Text("much") with { Labels = new RecordLabels { Owner = "ann" } })).ConfigureAwait(false);
        await probe.GivenAsync(StoreOperation.Redact(Event("e"), Text("less"))).ConfigureAwait(false);
        var found = await FindAsync(probe, LabelQuery.OfOwner(RecordKind.Event, "ann")).ConfigureAwait(false);
        Expect.Sequence(["less"], found.Select(TextOf), "What the label finds");
    }

    private static async Task A_refused_batch_leaves_no_label(StoreProbe probe)
    {
        await probe.GivenAsync(Insert("r0", null)).ConfigureAwait(false);
        Expect.Conflict(
            await probe.CommitAsync(Insert("r1", new RecordLabels { Owner = "ann" }), Insert("r0", null)).ConfigureAwait(false), Key("r0"));
        Expect.Conflict(
            await probe.CommitAsync(StoreOperation.Replace(Key("r0"), 7, Text("") with { Labels = new RecordLabels { Owner = "ann" } })).ConfigureAwait(false),
            Key("r0"));
        await FindsAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "ann")).ConfigureAwait(false);
    }

    /// <summary>More than a page of any store, among those of others; both directions.</summary>
    private static async Task Many_records_come_all_and_each_once(StoreProbe probe)
    {
        foreach (var numbers in Enumerable.Range(0, Many).Chunk(100))
        {
            await probe.GivenAsync([.. numbers.Select(static i => Insert(
                Numbered("r", i), new RecordLabels { Owner = i % 10 == 0 ? "other" : "ann", List = i % 10 == 0 ? null : "held" }))]).ConfigureAwait(false);
        }

        var owned = await FindAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "ann")).ConfigureAwait(false);
        var listed = await FindAsync(probe, LabelQuery.InList(RecordKind.Reward, "held")).ConfigureAwait(false);
        Expect.Sequence(
            Enumerable.Range(0, Many).Where(static i => i % 10 != 0).Select(static i => Numbered("r", i)),
            listed.Select(static record => record.Key.Id),
            "The list");
        Expect.Sequence(listed.Select(static record => record.Key.Id).Reverse(), owned.Select(static record => record.Key.Id), "The records of the owner");
    }

    private static async Task Another_instance_finds_what_was_committed(StoreProbe probe)
    {
        var other = await probe.OpenAsync().ConfigureAwait(false);
        await probe.GivenAsync(Insert("r", new RecordLabels { Owner = "ann" })).ConfigureAwait(false);
        var found = await FindAsync(probe, LabelQuery.OfOwner(RecordKind.Reward, "ann"), other).ConfigureAwait(false);
        Expect.Sequence(["r"], found.Select(static record => record.Key.Id), "What another instance finds");
    }

    /// <summary>Records r0, r1 and so on, each with a commit of its own, so that their positions are in this order.</summary>
    private static async Task OneByOneAsync(StoreProbe probe, int count, Func<int, RecordLabels?> labels)
    {
        for (var i = 0; i < count; i++)
        {
            await probe.GivenAsync(Insert($"r{i}", labels(i))).ConfigureAwait(false);
        }
    }

    private static async Task FindsAsync(StoreProbe probe, LabelQuery query, params string[] ids) => Expect.Sequence(
        ids, (await FindAsync(probe, query).ConfigureAwait(false)).Select(static record => record.Key.Id), $"The records with the {query.Label} '{query.Text}'");

    private static async Task<List<StoredRecord>> FindAsync(StoreProbe probe, LabelQuery query, IReferralStore? store = null)
    {
        store ??= probe.Store;
        var source = store as ILabelSource ?? throw new StoreConformanceException($"{store.GetType().Name} must implement ILabelSource; it does not.");
        var found = new List<StoredRecord>();
        await foreach (var record in source.FindAsync(probe.Partition, query, probe.CancellationToken).ConfigureAwait(false))
        {
            found.Add(record);
        }

        return found;
    }

    private static async Task HasAsync(StoreProbe probe, string id, RecordLabels? labels)
    {
        var found = Expect.Exists(await probe.FindAsync(Key(id)).ConfigureAwait(false), Key(id));
        Expect.That(found.Content.Labels == labels, $"The labels of {id} must be {labels}; they are {found.Content.Labels}.");
    }

    private static StoreOperation Insert(string id, RecordLabels? labels) => StoreOperation.Insert(Key(id), Text(id) with { Labels = labels });

    private static RecordKey Key(string id) => RecordKey.Of(RecordKind.Reward, id);
}
