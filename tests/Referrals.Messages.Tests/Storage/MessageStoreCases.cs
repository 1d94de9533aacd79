using NodaTime;
using Referrals.Messages.Storage;

namespace Referrals.Messages.Tests.Storage;

/// <summary>What every store must do.</summary>
/// <param name="open">Opens one more store over the same data, as one more instance of an application does.</param>
internal sealed class MessageStoreCases(Func<ValueTask<IMessageStore>> open)
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly Partition Spring = Partition.Of(ProgramId.From("spring"));
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Names =>
    [
        nameof(Same_message_is_added_once), nameof(Message_is_read_as_it_was_written), nameof(Due_messages_are_leased_the_longest_due_first),
        nameof(Leases_at_once_share_the_messages), nameof(Settling_needs_the_lease), nameof(Deciding_raises_the_person_or_changes_nothing),
        nameof(Decisions_at_once_on_one_history_let_one_through), nameof(Person_has_what_was_told_and_win_backs_that_wait),
        nameof(Unsubscribing_counts_for_one_purpose_of_one_program), nameof(Forgotten_person_leaves_nothing), nameof(Purge_removes_what_ended_long_ago),
        nameof(Oldest_due_is_found), nameof(Tenants_are_apart),
    ];

    public Task RunAsync(string name) => name switch
    {
        nameof(Same_message_is_added_once) => Same_message_is_added_once(),
        nameof(Message_is_read_as_it_was_written) => Message_is_read_as_it_was_written(),
        nameof(Due_messages_are_leased_the_longest_due_first) => Due_messages_are_leased_the_longest_due_first(),
        nameof(Leases_at_once_share_the_messages) => Leases_at_once_share_the_messages(),
        nameof(Settling_needs_the_lease) => Settling_needs_the_lease(),
        nameof(Deciding_raises_the_person_or_changes_nothing) => Deciding_raises_the_person_or_changes_nothing(),
        nameof(Decisions_at_once_on_one_history_let_one_through) => Decisions_at_once_on_one_history_let_one_through(),
        nameof(Person_has_what_was_told_and_win_backs_that_wait) => Person_has_what_was_told_and_win_backs_that_wait(),
        nameof(Unsubscribing_counts_for_one_purpose_of_one_program) => Unsubscribing_counts_for_one_purpose_of_one_program(),
        nameof(Forgotten_person_leaves_nothing) => Forgotten_person_leaves_nothing(),
        nameof(Purge_removes_what_ended_long_ago) => Purge_removes_what_ended_long_ago(),
        nameof(Oldest_due_is_found) => Oldest_due_is_found(),
        nameof(Tenants_are_apart) => Tenants_are_apart(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such case."),
    };

    private async Task Same_message_is_added_once()
    {
        var store = await open();
        await store.AddAsync([Message("m1"), Message("m2")], None);
        var sent = Assert.Single(await store.LeaseAsync(Noon, Noon + Duration.FromMinutes(1), 1, None));
        Assert.True(await store.SettleAsync(sent with { State = MessageState.Sent, SettledAt = Noon }, None));
        await (await open()).AddAsync([Message("m1"), Message("m2"), Message("m3")], None);

        var all = await store.ReadMessagesAsync(Spring, Ann, None).ToListAsync(None);
        Assert.Equal(["m3", "m2", "m1"], all.Select(static one => one.Id));
        Assert.Equal(MessageState.Sent, all.Single(one => one.Id == sent.Id).State);
    }

    private async Task Message_is_read_as_it_was_written()
    {
        var store = await open();
        await store.AddAsync([Message("m1") with { Subject = "reward-1", Values = new Dictionary<string, string> { ["amount"] = "10.00 EUR" } }], None);
        var leased = Assert.Single(await store.LeaseAsync(Noon, Noon + Duration.FromMinutes(1), 10, None));
        var sent = leased with
        {
            Kind = MessageKind.RewardEarned,
            State = MessageState.Failed,
            Reason = "message.refused",
            Topic = "reward:1 \"ü\"",
            Refusal = "mailbox_unknown",
            Culture = "de-AT",
            Channel = Channel.From("email"),
            DecidedAt = Noon + Duration.FromMilliseconds(1),
            SettledAt = Noon + Duration.FromSeconds(1),
            Attempts = 3,
            Values = new Dictionary<string, string> { ["amount"] = "10.00 EUR", ["reason"] = "\"Why?\" — because" },
        };
        Assert.True(await store.SettleAsync(sent, None));

        Assert.Equal(sent, Assert.Single(await (await open()).ReadMessagesAsync(Spring, Ann, None).ToListAsync(None)));
    }

    private async Task Due_messages_are_leased_the_longest_due_first()
    {
        var store = await open();
        await store.AddAsync(
            [Message("late") with { DueAt = Noon + Duration.FromSeconds(1) }, Message("second") with { DueAt = Noon }, Message("first") with { DueAt = Noon - Duration.FromDays(1) }],
            None);
        var until = Noon + Duration.FromMinutes(1);
        var leased = await store.LeaseAsync(Noon, until, 10, None);

        Assert.Equal(["first", "second"], leased.Select(static one => one.Id));
        Assert.All(leased, one => Assert.Equal((until, 1), (one.DueAt, one.Version)));
        Assert.Equal(["late"], (await store.LeaseAsync(until - Duration.FromSeconds(1), until, 10, None)).Select(static one => one.Id));

        // What was not settled comes again, as it was decided.
        _ = await store.SettleAsync(leased[0] with { State = MessageState.Sending, DueAt = until }, None);
        var again = await store.LeaseAsync(until, until + Duration.FromMinutes(1), 10, None);
        Assert.Equal(3, again.Count);
        Assert.Equal(MessageState.Sending, again.Single(static one => one.Id == "first").State);
    }

    private async Task Leases_at_once_share_the_messages()
    {
        await (await open()).AddAsync([.. Enumerable.Range(0, 40).Select(static i => Message($"m{i:00}"))], None);
        var leases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var (store, mine) = (await open(), new List<string>());
            while (await store.LeaseAsync(Noon, Noon + Duration.FromMinutes(1), 3, None) is { Count: > 0 } leased)
            {
                mine.AddRange(leased.Select(static one => one.Id));
            }

            return mine;
        })));

        Assert.Distinct(leases.SelectMany(static one => one));
        Assert.Equal(40, leases.Sum(static one => one.Count));
    }

    private async Task Settling_needs_the_lease()
    {
        var store = await open();
        await store.AddAsync([Message("m1")], None);
        var old = Assert.Single(await store.LeaseAsync(Noon, Noon, 10, None));
        var current = Assert.Single(await store.LeaseAsync(Noon, Noon + Duration.FromMinutes(1), 10, None));

        Assert.False(await store.SettleAsync(old with { State = MessageState.Sent }, None));
        Assert.Equal(DecidedResult.LeaseLost, await store.DecideAsync(old with { State = MessageState.Sending }, 0, None));
        Assert.True(await store.SettleAsync(current with { State = MessageState.Skipped, SettledAt = Noon }, None));
        Assert.False(await store.SettleAsync(current with { State = MessageState.Sent }, None));
        Assert.Equal(0, (await store.ReadPersonAsync(Spring, Ann, None)).Version);
    }

    private async Task Deciding_raises_the_person_or_changes_nothing()
    {
        var store = await open();
        await store.AddAsync([Message("m1"), Message("m2")], None);
        var leased = await store.LeaseAsync(Noon, Noon + Duration.FromMinutes(1), 10, None);
        Assert.Equal(DecidedResult.Written, await store.DecideAsync(leased[0] with { State = MessageState.Sending, Topic = "a", DecidedAt = Noon }, 0, None));
        Assert.Equal(DecidedResult.PersonChanged, await store.DecideAsync(leased[1] with { State = MessageState.Sending }, 0, None));
        var person = await store.ReadPersonAsync(Spring, Ann, None);

        Assert.Equal((1, "m1"), (person.Version, Assert.Single(person.Messages).Id));
        Assert.Equal(DecidedResult.Written, await store.DecideAsync(leased[1] with { State = MessageState.Sending }, 1, None));
        Assert.Equal(2, (await store.ReadPersonAsync(Spring, Ann, None)).Version);
    }

    private async Task Decisions_at_once_on_one_history_let_one_through()
    {
        var first = await open();
        await first.AddAsync([.. Enumerable.Range(0, 6).Select(static i => Message($"m{i}"))], None);
        var leased = await first.LeaseAsync(Noon, Noon + Duration.FromMinutes(1), 10, None);
        var results = await Task.WhenAll(leased.Select(one => Task.Run(async () =>
            await (await open()).DecideAsync(one with { State = MessageState.Sending }, 0, None))));

        Assert.Equal(1, results.Count(static result => result == DecidedResult.Written));
        Assert.Equal(5, results.Count(static result => result == DecidedResult.PersonChanged));
    }

    private async Task Person_has_what_was_told_and_win_backs_that_wait()
    {
        var store = await open();
        var states = Enum.GetValues<MessageState>();
        await store.AddAsync([.. states.Select(static state => Message($"m{(int)state}")), Message("w") with { Kind = MessageKind.WinBack, OccurredAt = Noon + Duration.FromDays(1) }], None);
        foreach (var one in await store.LeaseAsync(Noon, Noon + Duration.FromMinutes(1), 10, None))
        {
            _ = one.Kind == MessageKind.WinBack || await store.SettleAsync(one with { State = (MessageState)(one.Id[1] - '0'), SettledAt = Noon }, None);
        }

        Assert.Equal(["w", "m5", "m2", "m1"], (await store.ReadPersonAsync(Spring, Ann, None)).Messages.Select(static one => one.Id));
        Assert.Equal(new MessagePerson(), await store.ReadPersonAsync(Spring, CustomerId.From("nobody"), None));
    }

    private async Task Unsubscribing_counts_for_one_purpose_of_one_program()
    {
        var (store, other) = (await open(), Partition.Of(ProgramId.From("autumn")));
        await store.SubscribeAsync(Spring, Ann, MessagePurpose.Promotion, isSubscribed: false, None);
        await store.SubscribeAsync(Spring, Ann, MessagePurpose.Promotion, isSubscribed: false, None);
        Assert.Equal([MessagePurpose.Promotion], (await (await open()).ReadPersonAsync(Spring, Ann, None)).Unsubscribed);
        await store.SubscribeAsync(Spring, Ann, MessagePurpose.Service, isSubscribed: false, None);
        await store.SubscribeAsync(Spring, Ann, MessagePurpose.Promotion, isSubscribed: true, None);

        var person = await store.ReadPersonAsync(Spring, Ann, None);
        Assert.Equal([MessagePurpose.Service], person.Unsubscribed);
        Assert.Equal(4, person.Version);
        Assert.Empty((await store.ReadPersonAsync(other, Ann, None)).Unsubscribed);
    }

    private async Task Forgotten_person_leaves_nothing()
    {
        var store = await open();
        await store.AddAsync([Message("m1"), Message("m2"), Message("b1") with { Customer = CustomerId.From("bob") }], None);
        await store.SubscribeAsync(Spring, Ann, MessagePurpose.Service, isSubscribed: false, None);

        Assert.Equal(2, await store.ForgetAsync(Spring, Ann, None));
        Assert.Equal(0, await store.ForgetAsync(Spring, Ann, None));
        Assert.Equal(new MessagePerson(), await store.ReadPersonAsync(Spring, Ann, None));
        Assert.Single(await store.ReadMessagesAsync(Spring, CustomerId.From("bob"), None).ToListAsync(None));
    }

    private async Task Purge_removes_what_ended_long_ago()
    {
        var store = await open();
        await store.AddAsync([Message("m1"), Message("m2"), Message("m3")], None);
        foreach (var one in (await store.LeaseAsync(Noon, Noon + Duration.FromMinutes(1), 10, None)).Where(static one => one.Id != "m3"))
        {
            _ = await store.SettleAsync(one with { State = MessageState.Sent, SettledAt = one.Id == "m1" ? Noon : Noon + Duration.FromDays(1) }, None);
        }

        Assert.Equal(0, await store.PurgeAsync(Noon, 10, None));
        Assert.Equal(1, await store.PurgeAsync(Noon + Duration.FromDays(1), 10, None));
        Assert.Equal(1, await store.PurgeAsync(Noon + Duration.FromDays(400), 1, None));
        Assert.Equal(["m3"], (await store.ReadMessagesAsync(Spring, Ann, None).ToListAsync(None)).Select(static one => one.Id));
    }

    private async Task Oldest_due_is_found()
    {
        var store = await open();
        Assert.Null(await store.FindOldestDueAsync(Noon, None));
        await store.AddAsync([Message("m1") with { DueAt = Noon - Duration.FromHours(1) }, Message("m2") with { DueAt = Noon + Duration.FromHours(1) }], None);
        Assert.Equal(Noon - Duration.FromHours(1), await store.FindOldestDueAsync(Noon, None));
    }

    private async Task Tenants_are_apart()
    {
        var (store, other) = (await open(), Partition.Of(TenantId.From("shop"), ProgramId.From("spring")));
        await store.AddAsync([Message("m1") with { Partition = other }], None);

        Assert.Empty(await store.ReadMessagesAsync(Spring, Ann, None).ToListAsync(None));
        Assert.Equal(other, Assert.Single(await store.ReadMessagesAsync(other, Ann, None).ToListAsync(None)).Partition);
    }

    private static ScheduledMessage Message(string id) => new()
    {
        Id = id,
        Partition = Spring,
        Customer = Ann,
        Kind = MessageKind.RewardPending,
        DecisionKey = "conversion:1",
        Reader = Side.Referee,
        OccurredAt = Noon - Duration.FromMinutes(1),
        CreatedAt = Noon,
        DueAt = Noon,
    };
}
