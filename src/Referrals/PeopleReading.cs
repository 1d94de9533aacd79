using NodaTime;
using Referrals.Codes;
using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// Reads what concerns one person, and the work lists of a team: by key, or by label through an index of the store. It folds no journal and counts
/// nothing, so that what it costs depends on how much it answers alone.
/// </summary>
internal sealed class PeopleReading
{
    private const int LoadSize = 500;

    /// <summary>Among how many of a friend's latest decisions the one is looked for that holds the referral.</summary>
    private const int DecisionsToLookAt = 50;

    private readonly EngineScope _scope;
    private readonly Instant _now;

    internal PeopleReading(EngineScope scope)
    {
        _scope = scope;
        _now = scope.Clock.GetCurrentInstant();
    }

    internal async ValueTask<CustomerState?> CustomerAsync(CustomerId stored, CancellationToken cancellationToken) =>
        await ReadAsync<CustomerState>(StateKeys.Customer(stored), cancellationToken).ConfigureAwait(false);

    /// <summary>The code that a customer has now.</summary>
    internal async ValueTask<ReferrerCode?> CodeOfAsync(CustomerState customer, CancellationToken cancellationToken)
    {
        foreach (var key in customer.Code is { } code ? CodeLookup.Keys(_scope.Decider.Programs, code) : [])
        {
            if (await CodeAsync(key, cancellationToken).ConfigureAwait(false) is { } found && found.State.Customer == customer.Customer)
            {
                return await ToldAsync(key, found.State, found.Uses, customer, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    /// <summary>The code that somebody typed.</summary>
    internal async ValueTask<ReferrerCode?> FindCodeAsync(string text, CancellationToken cancellationToken)
    {
        await _scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        foreach (var key in CodeLookup.Keys(_scope.Decider.Programs, text))
        {
            if (await CodeAsync(key, cancellationToken).ConfigureAwait(false) is { } found)
            {
                var owner = await CustomerAsync(found.State.Customer, cancellationToken).ConfigureAwait(false);
                return await ToldAsync(key, found.State, found.Uses, owner, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    internal async ValueTask<Page<ReferrerCode>> CodesAsync(CustomerId owner, string? after, int take, CancellationToken cancellationToken)
    {
        var (records, next) = await PageAsync(LabelQuery.OfOwner(RecordKind.Code, owner.Value), after, take, cancellationToken).ConfigureAwait(false);
        var customer = await CustomerAsync(owner, cancellationToken).ConfigureAwait(false);
        var codes = new List<ReferrerCode>(records.Count);
        foreach (var (key, state) in records.Select(static record => (ReferralCode.From(record.Key.Id), Read<CodeState>(record))))
        {
            var uses = await UsesAsync(key, state, cancellationToken).ConfigureAwait(false);
            codes.Add(await ToldAsync(key, state, uses, customer, cancellationToken).ConfigureAwait(false));
        }

        return new Page<ReferrerCode>(codes, next);
    }

    private async ValueTask<(CodeState State, long Uses)?> CodeAsync(ReferralCode key, CancellationToken cancellationToken) =>
        await ReadAsync<CodeState>(StateKeys.Code(key), cancellationToken).ConfigureAwait(false) is { } state
            ? (state, await UsesAsync(key, state, cancellationToken).ConfigureAwait(false))
            : null;

    private async ValueTask<long> UsesAsync(ReferralCode key, CodeState state, CancellationToken cancellationToken) =>
        state.UsageLimit is null ? 0 : await NumberAsync(StateKeys.Uses(key), cancellationToken).ConfigureAwait(false);

    /// <summary>A code is stored by what it looks like; its owner's record has the spelling that was chosen.</summary>
    private async ValueTask<ReferrerCode> ToldAsync(
        ReferralCode key, CodeState state, long uses, CustomerState? owner, CancellationToken cancellationToken)
    {
        var shown = owner?.Code is { } spelled && CodeLookup.Keys(_scope.Decider.Programs, spelled).Contains(key) ? ReferralCode.From(spelled) : key;
        var person = await _scope.PersonOfAsync(state.Customer, cancellationToken).ConfigureAwait(false);
        return ReferrerCode.Of(_scope.Decider.Program, shown, state, uses, _now, person);
    }

    internal async ValueTask<long> FriendsOfAsync(CustomerId referrer, CancellationToken cancellationToken) =>
        await NumberAsync(StateKeys.Referred(referrer), cancellationToken).ConfigureAwait(false);

    internal async ValueTask<ReferralDetails?> ReferralAsync(CustomerState customer, CancellationToken cancellationToken) =>
        (await ReferralsAsync([customer], cancellationToken).ConfigureAwait(false)).Select(static one => one.Referral).FirstOrDefault();

    internal async ValueTask<Page<CustomerConversion>> ConversionsAsync(
        CustomerId customer, string? after, int take, CancellationToken cancellationToken)
    {
        var (records, next) = await PageAsync(LabelQuery.OfOwner(RecordKind.Conversion, customer.Value), after, take, cancellationToken).ConfigureAwait(false);
        var conversions = records.Select(static record => Read<ConversionState>(record)).ToArray();
        var rewards = await LoadAsync<RewardState>(
            conversions.SelectMany(static conversion => conversion.Rewards).Select(StateKeys.Reward), cancellationToken).ConfigureAwait(false);
        var told = await RewardsAsync([.. rewards.Values], cancellationToken).ConfigureAwait(false);
        return new Page<CustomerConversion>(conversions.Select(one => new CustomerConversion
        {
            Id = one.Conversion.Id,
            Name = one.Conversion.Name,
            At = one.At,
            Amount = one.Conversion.Amount,
            Ordinal = one.Ordinal,
            Refunded = one.Conversion.Amount is { } amount ? Amount.FromMinorUnits(one.Refunded, amount.Unit) : null,
            IsFullyRefunded = one.FullyRefunded,
            RewardList = told.Where(reward => reward.ConversionId == one.Conversion.Id && one.Rewards.Contains(reward.Id)).ToValueList(),
        }), next);
    }

    internal async ValueTask<Page<CustomerReward>> RewardsAsync(LabelQuery query, string? after, int take, CancellationToken cancellationToken)
    {
        var (records, next) = await PageAsync(query, after, take, cancellationToken).ConfigureAwait(false);
        var rewards = await RewardsAsync([.. records.Select(static record => Read<RewardState>(record))], cancellationToken).ConfigureAwait(false);
        return new Page<CustomerReward>(rewards, next);
    }

    /// <summary>Rewards as they are by now, whether or not the timer has run, in the order in which they are given.</summary>
    internal async ValueTask<IReadOnlyList<CustomerReward>> RewardsAsync(IReadOnlyList<RewardState> rewards, CancellationToken cancellationToken)
    {
        if (rewards.Count == 0)
        {
            return [];
        }

        var (ids, owners) = (rewards.Select(static reward => reward.Id).ToHashSet(), rewards.Select(static reward => reward.Owner).ToHashSet());
        var referees = rewards.Where(static reward => reward.WaitsForReferral || reward.Reversed > 0).Select(static reward => reward.Referee).ToHashSet();
        var overdue = await _scope.OverdueAsync(
            record => record switch
            {
                RewardState reward => ids.Contains(reward.Id),
                AccountState account => owners.Contains(account.Owner),
                CustomerState customer => referees.Contains(customer.Customer),
                _ => false,
            },
            _now,
            cancellationToken).ConfigureAwait(false);
        var keys = rewards.Select(static reward => StateKeys.Account(reward.Granted.Unit, reward.Owner))
            .Concat(referees.Select(StateKeys.Customer))
            .Where(key => !overdue.State.Entries.ContainsKey(key)).Distinct();
        foreach (var page in keys.Chunk(LoadSize).ToArray())
        {
            await overdue.State.LoadAsync(page, cancellationToken).ConfigureAwait(false);
        }

        var named = rewards.SelectMany(static reward => (CustomerId[])[reward.Owner, reward.Referee]);
        var persons = await PersonsAsync(named, cancellationToken).ConfigureAwait(false);
        return
        [
            .. rewards.Select(reward => CustomerReward.Of(
                Find<RewardState>(StateKeys.Reward(reward.Id)) ?? reward,
                Find<AccountState>(StateKeys.Account(reward.Granted.Unit, reward.Owner)),
                Find<CustomerState>(StateKeys.Customer(reward.Referee)),
                _now,
                persons)),
        ];

        T? Find<T>(RecordKey key)
            where T : class => overdue.State.Entries.TryGetValue(key, out var entry) ? entry.Value as T : null;
    }

    /// <summary>Those who signed up, the latest first, and after them the visitors who are not known yet.</summary>
    internal async ValueTask<Page<Friend>> FriendsAsync(CustomerId referrer, string? after, int take, CancellationToken cancellationToken)
    {
        const string Clicks = "clicks:";
        var isOfClicks = after?.StartsWith(Clicks, StringComparison.Ordinal) == true;
        PageCursor.Check(take);
        var friends = new List<Friend>();
        if (!isOfClicks)
        {
            var query = LabelQuery.OfOwner(RecordKind.Customer, referrer.Value);
            var (records, next) = await PageAsync(query, after, take, cancellationToken).ConfigureAwait(false);
            friends.AddRange((await ReferralsAsync([.. records.Select(static record => Read<CustomerState>(record))], cancellationToken).ConfigureAwait(false))
                .Select(static one => Friend.Of(one.Referral, one.Rewards)));
            if (next is not null || friends.Count == take)
            {
                return new Page<Friend>(friends, next ?? Clicks);
            }
        }

        var place = isOfClicks && after!.Length > Clicks.Length ? after[Clicks.Length..] : null;
        var visitors = LabelQuery.OfOwner(RecordKind.Visitor, referrer.Value);
        var (clicks, more) = await PageAsync(visitors, place, take - friends.Count, cancellationToken).ConfigureAwait(false);
        friends.AddRange(clicks.Select(static record => Friend.Of(Read<VisitorState>(record))));
        return new Page<Friend>(friends, more is null ? null : Clicks + more);
    }

    internal async ValueTask<Page<HeldReferral>> HeldAsync(string? after, int take, CancellationToken cancellationToken)
    {
        var query = LabelQuery.InList(RecordKind.Customer, RecordLabelsMapping.Held);
        var (records, next) = await PageAsync(query, after, take, cancellationToken).ConfigureAwait(false);
        var customers = records.Select(static record => Read<CustomerState>(record)).ToArray();
        var held = new List<HeldReferral>();
        foreach (var (customer, referral) in customers.Zip(await ReferralsAsync(customers, cancellationToken).ConfigureAwait(false)))
        {
            // Where the deadline is over, silence has decided, though the timer has not run yet.
            if (referral.Referral.Stage == ReferralStage.Held)
            {
                held.Add(new HeldReferral(referral.Referral, await EvidenceAsync(customer, cancellationToken).ConfigureAwait(false)));
            }
        }

        return new Page<HeldReferral>(held, next);
    }

    internal async ValueTask<Page<ReferrerBanned>> BansAsync(string? after, int take, CancellationToken cancellationToken)
    {
        var query = LabelQuery.InList(RecordKind.Event, RecordLabelsMapping.Bans);
        var (records, next) = await PageAsync(query, after, take, cancellationToken).ConfigureAwait(false);
        var bans = records.Select(static record => RecordJson.ReadEvent(record.Content.Value)).ToArray();
        var customers = await LoadAsync<CustomerState>(
            bans.Select(static ban => StateKeys.Customer(((ReferrerBan)ban.Input).Customer)), cancellationToken).ConfigureAwait(false);
        var persons = await PersonsAsync(customers.Values.Select(static customer => customer.Customer), cancellationToken).ConfigureAwait(false);
        return new Page<ReferrerBanned>(
            bans.Select(ban => (Event: ban, Customer: customers.GetValueOrDefault(StateKeys.Customer(((ReferrerBan)ban.Input).Customer))))
                .Where(one => one.Customer?.Ban is { } ban && ban.Holds(_now) && ban.From == one.Event.Decision.OccurredAt)
                .Select(one => new ReferrerBanned(persons(one.Customer!.Customer), one.Customer.Ban!)),
            next);
    }

    internal async ValueTask<Page<DecidedInput>> DecisionsAsync(
        LabelQuery query, Func<ReferralInput, bool> concerns, string? after, int take, CancellationToken cancellationToken)
    {
        var (records, next) = await PageAsync(query, after, take, cancellationToken).ConfigureAwait(false);
        return new Page<DecidedInput>(
            records.Select(static record => RecordJson.ReadEvent(record.Content.Value))
                .Where(stored => concerns(stored.Input))
                .Select(static stored => new DecidedInput(stored.Input, stored.Decision)),
            next);
    }

    /// <summary>A decision under its own key, or under the one that the application gave to its input.</summary>
    internal async ValueTask<DecidedInput?> DecisionAsync(string key, CancellationToken cancellationToken) =>
        await _scope.ToldAsync(key, key, cancellationToken).ConfigureAwait(false) is { } record
        && RecordJson.ReadEvent(record.Content.Value) is var stored
            ? new DecidedInput(stored.Input, stored.Decision)
            : null;

    /// <summary>What the rewards of a statement's lines are for.</summary>
    internal async ValueTask<IReadOnlyDictionary<RewardId, RewardCause>> CausesAsync(IEnumerable<RewardId> ids, CancellationToken cancellationToken)
    {
        var rewards = await LoadAsync<RewardState>(ids.Select(StateKeys.Reward), cancellationToken).ConfigureAwait(false);
        var persons = await PersonsAsync(rewards.Values.Select(static reward => reward.Referee), cancellationToken).ConfigureAwait(false);
        return rewards.Values.ToDictionary(
            static reward => reward.Id,
            reward => new RewardCause(reward.Rule, reward.Side, persons(reward.Referee), reward.ConversionId));
    }

    /// <summary>Referrals and what each earned its referrer, in the order in which the friends are given.</summary>
    private async ValueTask<IReadOnlyList<(ReferralDetails Referral, IReadOnlyList<CustomerReward> Rewards)>> ReferralsAsync(
        CustomerState[] friends, CancellationToken cancellationToken)
    {
        var persons = await PersonsAsync(
            friends.SelectMany(static friend => (CustomerId?[])[friend.Customer, friend.Referral?.Referrer, friend.Refused?.Referrer])
                .Where(static one => one is not null).Select(static one => one!.Value),
            cancellationToken).ConfigureAwait(false);
        var earned = new Dictionary<CustomerId, List<RewardState>>();
        foreach (var friend in friends)
        {
            // Most friends have earned nothing yet: nothing is asked for them.
            if (friend.Referral is { Qualified: true } referral)
            {
                earned[friend.Customer] = await EarnedAsync(friend.Customer, referral.Referrer, cancellationToken).ConfigureAwait(false);
            }
        }

        var told = (await RewardsAsync([.. earned.Values.SelectMany(static rewards => rewards)], cancellationToken).ConfigureAwait(false))
            .ToDictionary(static reward => reward.Id);
        var found = new List<(ReferralDetails, IReadOnlyList<CustomerReward>)>(friends.Length);
        foreach (var friend in friends)
        {
            var rewards = earned.TryGetValue(friend.Customer, out var states) ? states.Select(reward => told[reward.Id]).ToArray() : [];
            var isRewarded = Array.Exists(rewards, static reward => reward.Stage is RewardStage.Vested or RewardStage.Expired);
            if (ReferralDetails.Of(friend, isRewarded, _now, persons) is { } referral)
            {
                found.Add((referral, rewards));
            }
        }

        return found;
    }

    private async ValueTask<List<RewardState>> EarnedAsync(CustomerId referee, CustomerId referrer, CancellationToken cancellationToken)
    {
        var rewards = new List<RewardState>();
        var query = LabelQuery.OfSubject(RecordKind.Reward, referee.Value).Take(2 * Friend.MaxRewards);
        await foreach (var record in FindAsync(query, cancellationToken).ConfigureAwait(false))
        {
            var reward = Read<RewardState>(record);
            if (reward.Owner == referrer && rewards.Count < Friend.MaxRewards)
            {
                rewards.Add(reward);
            }
        }

        return rewards;
    }

    private async ValueTask<IEnumerable<Check>> EvidenceAsync(CustomerState customer, CancellationToken cancellationToken)
    {
        var guards = customer.Referral?.Hold?.By ?? [];
        var query = LabelQuery.OfOwner(RecordKind.Event, customer.Customer.Value).Take(DecisionsToLookAt);
        await foreach (var record in FindAsync(query, cancellationToken).ConfigureAwait(false))
        {
            var decision = RecordJson.ReadEvent(record.Content.Value).Decision;
            if (decision.Facts.Any(static fact => fact.Kind == FactKind.ReferralHeld))
            {
                return decision.Explanation.Checks.Where(check => !check.Held || guards.Contains(check.Code));
            }
        }

        return [];
    }

    private IAsyncEnumerable<StoredRecord> FindAsync(LabelQuery query, CancellationToken cancellationToken) =>
        LabelScan.FindAsync(_scope.Store, RecordLabelsMapping.Of, _scope.Partition, query, cancellationToken);

    /// <summary>A page of records and the cursor of the next one: one record more is asked for, to know whether there is one.</summary>
    private async ValueTask<(List<StoredRecord> Records, string? Next)> PageAsync(
        LabelQuery query, string? after, int take, CancellationToken cancellationToken)
    {
        PageCursor.Check(take);
        query = PageCursor.Read(after) is { } position ? query.After(position) : query;
        var records = new List<StoredRecord>(take + 1);
        await foreach (var record in FindAsync(query.Take(take + 1), cancellationToken).ConfigureAwait(false))
        {
            records.Add(record);
        }

        if (records.Count <= take)
        {
            return (records, null);
        }

        records.RemoveAt(take);
        return (records, PageCursor.Of(records[^1].Position));
    }

    /// <summary>The changes of the program that were made, the oldest first.</summary>
    internal async ValueTask<Page<ProgramChange>> ProgramChangesAsync(string? after, int take, CancellationToken cancellationToken)
    {
        var (records, next) = await PageAsync(
            LabelQuery.InList(RecordKind.Event, RecordLabelsMapping.ProgramChanges), after, take, cancellationToken).ConfigureAwait(false);
        return new Page<ProgramChange>(records.Select(static record => (ProgramChange)RecordJson.ReadEvent(record.Content.Value).Input), next);
    }

    private async ValueTask<T?> ReadAsync<T>(RecordKey key, CancellationToken cancellationToken)
        where T : class
    {
        var snapshot = await _scope.Store.LoadAsync(_scope.Partition, [key], cancellationToken).ConfigureAwait(false);
        return snapshot.Find(key) is { } record ? Read<T>(record) : null;
    }

    private async ValueTask<Dictionary<RecordKey, T>> LoadAsync<T>(IEnumerable<RecordKey> keys, CancellationToken cancellationToken)
        where T : class
    {
        var found = new Dictionary<RecordKey, T>();
        foreach (var page in keys.Distinct().Chunk(LoadSize).ToArray())
        {
            var snapshot = await _scope.Store.LoadAsync(_scope.Partition, page, cancellationToken).ConfigureAwait(false);
            foreach (var record in page.Select(snapshot.Find).OfType<StoredRecord>())
            {
                found[record.Key] = Read<T>(record);
            }
        }

        return found;
    }

    private async ValueTask<long> NumberAsync(RecordKey counter, CancellationToken cancellationToken) =>
        (await _scope.Store.LoadAsync(_scope.Partition, [counter], cancellationToken).ConfigureAwait(false)).Find(counter)?.Number ?? 0;

    private async ValueTask<Func<CustomerId, CustomerId?>> PersonsAsync(IEnumerable<CustomerId> stored, CancellationToken cancellationToken)
    {
        var persons = await _scope.PersonsOfAsync(stored.ToHashSet(), cancellationToken).ConfigureAwait(false);
        return one => persons.TryGetValue(one, out var person) ? person : null;
    }

    private static T Read<T>(StoredRecord record)
        where T : class => (T)RecordJson.Read(record.Key.Kind, record.Content.Value);
}
