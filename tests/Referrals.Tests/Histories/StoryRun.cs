using NodaTime;
using Referrals.Ledger;
using Referrals.Serialization;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Histories;

/// <summary>Lives a story on the public API, and then asks everything that must always hold.</summary>
internal sealed class StoryRun
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(static number => (byte)number)];

    private readonly RandomStory _story;
    private readonly IReadOnlyList<StoryStep> _steps;
    private readonly InMemoryReferralStore _store = new();
    private readonly FakeClock _clock;
    private readonly List<(ReferralInput Input, Decision Decision)> _told = [];
    private readonly HashSet<CustomerId> _erased = [];
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);
    private int _version = 1;
    private int _next;

    private StoryRun(RandomStory story, IReadOnlyList<StoryStep> steps)
    {
        _story = story;
        _steps = steps;
        _clock = new FakeClock(steps.Count > 0 ? steps[0].At : Instant.FromUtc(2026, 3, 1, 9, 0));
    }

    /// <summary>What is wrong after a story; <c>null</c> if nothing is.</summary>
    internal static async Task<string?> FaultAsync(RandomStory story, IReadOnlyList<StoryStep> steps)
    {
        try
        {
            var run = new StoryRun(story, steps);
            await run.LiveAsync();
            return await run.CheckAsync();
        }
#pragma warning disable CA1031 // Whatever is thrown is what is wrong.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.ToString();
        }
    }

    private ReferralEngine Engine(IReferralStore? store = null)
    {
        var options = new ReferralsOptions();
        foreach (var program in _story.Versions.Take(_version))
        {
            _ = options.AddProgram(program);
        }

        _ = _story.KeepsSurrogates ? options.UsePseudonyms(Key) : options;
        return new ReferralEngine(store ?? _store, options, _clock);
    }

    private async Task LiveAsync()
    {
        while (_next < _steps.Count)
        {
            await StepAsync(_steps[_next++]);
        }
    }

    private async Task StepAsync(StoryStep step)
    {
        if (step.At > _clock.GetCurrentInstant())
        {
            _clock.Advance(step.At - _clock.GetCurrentInstant());
        }

        if (step.NextVersion && _version < _story.Versions.Count)
        {
            _version++;
        }
        else if (step.Erases is { } person)
        {
            await Engine().Privacy.EraseAsync(person);
            _erased.Add(person);
        }
        else if (step.Payouts is { } payouts)
        {
            await PayAsync(payouts.Batch, payouts.Workers, step.Kill);
        }
        else if (step.Review is { } review)
        {
            var granted = await Engine().Operations.ReadJournalAsync()
                .Where(static fact => fact.Kind == FactKind.RewardGranted).Select(static fact => fact.Subject!).ToListAsync();
            if (granted.Count > 0)
            {
                var choice = RewardReview.Of(RewardId.From(granted[Math.Max(0, granted.Count - 1 - review.FromEnd)]));
                await TellAsync((review.Approves ? choice.Approve().DecidedBy("ivo") : choice.Reject("doubtful")).At(step.At), step);
            }
        }
        else if (step.Input is { } input)
        {
            await TellAsync(input, step);
        }
        else
        {
            await Engine().Operations.ProcessDueAsync();
        }
    }

    /// <summary>Tells an input: the worker may be killed, and somebody else may be faster. The host tells it again until it is answered.</summary>
    private async Task TellAsync(ReferralInput input, StoryStep step)
    {
        var worker = new HistoryStore(_store) { Kill = (step.Kill == 2, step.Kill > 0) };
        if (step.IsRaced && _next < _steps.Count && !_steps[_next].NextVersion)
        {
            var other = _steps[_next++];
            worker.Between = () => StepAsync(other with { IsRaced = false });
        }

        Decision decision;
        try
        {
            decision = await Engine(worker).SubmitAsync(input);
        }
        catch (IOException)
        {
            decision = await Engine().SubmitAsync(input);
        }

        _told.Add((input, decision));
    }

    /// <summary>Workers who start a batch, pay what is open, and are killed anywhere; the last one comes to the end.</summary>
    private async Task PayAsync(string batch, int workers, int kill)
    {
        var unit = Unit.Parse("USD");
        for (var worker = 0; worker < workers; worker++)
        {
            var store = new HistoryStore(_store) { Kill = (kill == 2, kill > 0 && worker < workers - 1) };
            try
            {
                _ = await Engine(store).Payouts.StartAsync(batch, unit);
                await SendAsync(Engine(store), worker);
            }
            catch (IOException)
            {
                // The next worker goes on.
            }
        }
    }

    /// <summary>The loop of the docs; the bank takes each payout once, however often it is told, and refuses some.</summary>
    private async Task SendAsync(ReferralEngine engine, int worker)
    {
        foreach (var payout in await engine.Payouts.ListOpenAsync().ToListAsync())
        {
            if (worker % 2 == 0 || _sent.ContainsKey(payout.Id.Value))
            {
                _sent[payout.Id.Value] = payout.ToSend.MinorUnits;
                _ = await engine.Payouts.ConfirmAsync(payout.Id);
            }
            else
            {
                _ = await engine.Payouts.FailAsync(payout.Id, "closed");
            }
        }
    }

    /// <summary>What the bank has sent is what the ledger says was paid.</summary>
    private async Task<string?> PaidAsync(ReferralEngine engine)
    {
        await SendAsync(engine, worker: 0);
        var paid = await engine.Operations.ReadLedgerAsync().Where(static line => line.Account == LedgerAccount.PaidOut)
            .Select(static line => line.Amount.MinorUnits).SumAsync();
        return paid == _sent.Values.Sum() ? null : $"The bank has sent {_sent.Values.Sum()}, the ledger says that {paid} was paid.";
    }

    private async Task<string?> CheckAsync()
    {
        var engine = Engine();
        if (await AuditAsync(engine) is { } early)
        {
            return early;
        }

        if (await PaidAsync(engine) is { } paid)
        {
            return paid;
        }

        if (await RepeatAsync(engine) is { } repeated)
        {
            return repeated;
        }

        if (await RebuildAsync(engine) is { } rebuilt)
        {
            return rebuilt;
        }

        if (await MoveAsync(engine) is { } moved)
        {
            return moved;
        }

        _clock.Advance(Duration.FromDays(400));
        await engine.Operations.ProcessDueAsync();
        return await AuditAsync(engine) ?? (StoryDimensions.NothingStuck ? await StuckAsync() : null);
    }

    private static async Task<string?> AuditAsync(ReferralEngine engine)
    {
        var findings = await engine.Operations.VerifyAsync();
        var lines = await engine.Operations.ReadLedgerAsync().ToListAsync();
        var off = lines.GroupBy(static line => line.Amount.Unit).Where(static unit => unit.Sum(static line => line.Amount.MinorUnits) != 0).ToArray();
        return findings.Count > 0 ? "The audit: " + string.Join("; ", findings.Take(3))
            : off.Length > 0 ? $"The ledger does not sum to zero in {off[0].Key}."
            : null;
    }

    /// <summary>Whatever was told is told again: the same answers, and nothing new.</summary>
    private async Task<string?> RepeatAsync(ReferralEngine engine)
    {
        var before = await engine.Operations.ReadJournalAsync().CountAsync();
        foreach (var (input, decision) in _told)
        {
            if (Referrals.Operations.SurrogateInputs.PersonOf(input) is { } person && _erased.Contains(person) && input is not Conversion)
            {
                // Of somebody who was erased only orders are known again; the rest is that of a new person.
                continue;
            }

            var again = await engine.SubmitAsync(input);
            if (decision.IsAccepted && (again.Code != decision.Code || !again.IsAccepted || !again.IsRepeated))
            {
                return $"{input} answered {decision.Code} and then {again.Code}.";
            }

            if (!decision.IsAccepted && again.IsAccepted)
            {
                // What was refused may count later, once what was missing is there; that is an effect, as is what becomes due by it, and the count
                // below is taken again.
                await engine.Operations.ProcessDueAsync();
                before = await engine.Operations.ReadJournalAsync().CountAsync();
            }
        }

        var after = await engine.Operations.ReadJournalAsync().CountAsync();
        return before == after ? null : $"Telling everything again made {after - before} new facts.";
    }

    private async Task<string?> RebuildAsync(ReferralEngine engine)
    {
        var target = new InMemoryReferralStore();
        var count = (int)await engine.Operations.RebuildAsync(target);
        var difference = await engine.Operations.CompareAsync(target).FirstOrDefaultAsync();
        if (difference is not null)
        {
            return $"Rebuilt: {difference}";
        }

        foreach (var portion in PortionsOf(count))
        {
            var grown = new InMemoryReferralStore();
            for (var events = portion; events < count + portion; events += portion)
            {
                await Engine(new HistoryStore(_store) { Events = events }).Operations.RebuildAsync(grown);
            }

            difference = await engine.Operations.CompareAsync(grown).FirstOrDefaultAsync();
            if (difference is not null)
            {
                return $"Rebuilt in portions of {portion}: {difference}";
            }
        }

        return null;
    }

    private IEnumerable<int> PortionsOf(int count) => (_story.Seed % 20, count) switch
    {
        (_, > 500) => [7],
        (0, _) => [1, 7],
        ( < 4, _) => [7],
        _ => [],
    };

    private async Task<string?> MoveAsync(ReferralEngine engine)
    {
        if (_story.Seed % 4 != 0)
        {
            return null;
        }

        using var file = new MemoryStream();
        await engine.Operations.ExportAsync(file);
        file.Position = 0;
        var moved = new InMemoryReferralStore();
        await Engine(moved).Operations.ImportAsync(file);
        var difference = await engine.Operations.CompareAsync(moved).FirstOrDefaultAsync();
        return difference is null ? null : $"Moved: {difference}";
    }

    /// <summary>Long after the last deadline: pending is only what waits for a person's word.</summary>
    private async Task<string?> StuckAsync()
    {
        var partition = Partition.Of(default, _story.Versions[0].Id);
        await foreach (var record in _store.ScanAsync(partition, RecordKind.Reward, ScanRange.All, CancellationToken.None))
        {
            var reward = (RewardState)RecordJson.Read(RecordKind.Reward, record.Content.Value);
            var waits = reward is { Stage: RewardStage.InReview, ReviewUntil: null } || (reward.WaitsForReferral && await IsOpenAsync(reward.Referee));
            if (reward.IsPending && !waits)
            {
                return $"{reward.Id} is pending for ever: {reward}";
            }
        }

        return null;

        async Task<bool> IsOpenAsync(CustomerId referee)
        {
            var key = StateKeys.Customer(referee);
            var customer = (await _store.LoadAsync(partition, [key], CancellationToken.None)).Find(key);
            return ((CustomerState)RecordJson.Read(RecordKind.Customer, customer!.Content.Value)).Referral?.Hold is { Until: null };
        }
    }
}
