using Referrals.Pipeline;
using Referrals.Storage;

namespace Referrals.Tests.Storage.Interleaving;

/// <summary>One seed: workers over a faulty network, until every input is answered; then everything that must always hold.</summary>
internal sealed class InterleavedRun
{
    private const int WorkerCount = 4;

    private readonly Random _random;
    private readonly IReferralStore _store;
    private readonly StepScheduler _scheduler;
    private readonly Queue<ReferralInput> _queue;
    private readonly List<Decision> _answers = [];

    private InterleavedRun(int seed, IReferralStore store)
    {
        _random = new Random(seed);
        _store = store;
        _scheduler = new StepScheduler(_random);
        _queue = new Queue<ReferralInput>(History.Deliveries(_random));
    }

    /// <summary>Runs a seed and throws if an invariant does not hold.</summary>
    internal static async Task CheckAsync(int seed, IReferralStore store)
    {
        var run = new InterleavedRun(seed, store);
        var inputs = run._queue.Distinct().ToList();
        await run.WorkAsync();
        await run.CheckAnswersAsync(inputs);
        await run.CheckLedgerAsync();
        await run.CheckReplayAsync();
    }

    private static ReferralEngine Engine(IReferralStore store) =>
        new(store, new ReferralsOptions().AddProgram(History.Program), clock: null, new SeededRandomness(7));

    private async Task WorkAsync()
    {
        var engine = Engine(_store);
        foreach (var enrollment in History.Enrollments)
        {
            _answers.Add(await engine.SubmitAsync(enrollment));
        }

        _scheduler.Run([.. Enumerable.Range(0, WorkerCount).Select(_ => WorkerAsync())]);
    }

    /// <summary>A worker takes the next delivery. If it is killed or gets no answer, the queue delivers the input again.</summary>
    private async Task WorkerAsync()
    {
        await _scheduler.StepAsync();
        while (_queue.TryDequeue(out var input))
        {
            try
            {
                _answers.Add(await Engine(new FaultyStore(_store, _scheduler, _random)).SubmitAsync(input));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                _queue.Enqueue(input);
            }
        }
    }

    /// <summary>Every input has one event, and whoever asked, whenever, got the same answer.</summary>
    private async Task CheckAnswersAsync(List<ReferralInput> inputs)
    {
        var engine = Engine(_store);
        foreach (var input in inputs)
        {
            var again = await engine.SubmitAsync(input);
            Assert.True(again.IsRepeated, $"{again.Key} was not stored.");
            _answers.Add(again);
        }

        foreach (var answers in _answers.GroupBy(answer => answer.Key))
        {
            Assert.Single(answers.Select(answer => (answer.Code, string.Join('\n', answer.Facts))).Distinct());
        }

        // What waited for a sign-up is asked for by the engine itself; a refusal that is not final is kept beside the event.
        var told = (await engine.Operations.ReadDecisionsAsync().ToListAsync()).Where(static decided => !decided.Input.IsPassingOfTime);
        Assert.Equal(inputs.Count + History.Enrollments.Length, told.DistinctBy(static decided => decided.Input.Key).Count());
    }

    private async Task CheckLedgerAsync()
    {
        var engine = Engine(_store);
        Assert.Empty(await engine.Operations.VerifyAsync());
        var facts = await engine.Operations.ReadJournalAsync().ToListAsync();
        Assert.True(facts.Where(fact => fact.Kind == FactKind.ReferralCreated).GroupBy(fact => fact.Customer).All(group => group.Count() == 1));
        Assert.True(facts.Where(fact => fact.Kind == FactKind.RewardGranted).GroupBy(fact => fact.Subject).All(group => group.Count() == 1));
        Assert.InRange(Net(facts), 0, History.Budget);
        foreach (var referrer in facts.Where(fact => fact.Code == "referrer").GroupBy(fact => fact.Customer))
        {
            Assert.InRange(Net(referrer), 0, History.Cap);
        }
    }

    /// <summary>
    /// The inputs one after the other, in the order in which they were decided, give the same facts. Which of several reasons a
    /// conversion earned nothing for may differ: counters are not guarded behind a refusal.
    /// </summary>
    private async Task CheckReplayAsync()
    {
        var replay = new ReferralDecider(History.Program);
        var state = ProgramState.Empty;
        await foreach (var decided in Engine(_store).Operations.ReadDecisionsAsync())
        {
            var again = replay.Decide(state, decided.Input, decided.Decision.CodesDrawn());
            state = state.After(again);
            Assert.Equal(decided.Decision.Code, again.Code);
            Assert.Equal(Effects(decided.Decision), Effects(again));
        }
    }

    /// <summary>All facts but those that only give a reason for nothing.</summary>
    private static IEnumerable<Fact> Effects(Decision decision) =>
        decision.Facts.Where(fact => fact.Kind != FactKind.ConversionNotRewarded);

    /// <summary>What was granted and not taken back.</summary>
    private static decimal Net(IEnumerable<Fact> facts) => facts.Sum(fact => fact.Kind switch
    {
        FactKind.RewardGranted => fact.Amount!.Value.Value,
        FactKind.RewardReversed => -fact.Amount!.Value.Value,
        _ => 0,
    });
}
