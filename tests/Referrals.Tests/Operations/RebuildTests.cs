using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Referrals.Storage;
using Referrals.Tests.Decisions;
using Referrals.Tests.Decisions.Accounts;
using Referrals.Tests.Decisions.Guarding;

namespace Referrals.Tests.Operations;

/// <summary>The journal alone is enough: everything else can be thrown away and comes out the same.</summary>
public sealed class RebuildTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    [Fact]
    public void State_of_any_history_is_the_fold_of_its_journal() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed => CheckAsync(seed).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public async Task State_of_any_life_of_rewards_and_of_any_held_referral_is_the_fold_of_its_journal()
    {
        for (var seed = 100; seed < 130; seed++)
        {
            var life = new RandomLife(seed);
            await CheckAsync(life.Program, [.. life.All]);
            var guarded = new GuardedHistory(seed);
            await CheckAsync(guarded.Program, guarded.Inputs);
        }
    }

    /// <summary>A reward is taken back just before the refusal that its cap has caused is stored: the room that came back is seen.</summary>
    [Fact]
    public async Task Cap_that_gets_room_back_behind_a_refusal_is_read_again()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Flat(10, "EUR").AtMost(10, "EUR", roomReturns: true)));
        var store = new InMemoryReferralStore();
        var engine = Engine(store, program);
        var cid = CustomerId.From("cid");
        await engine.EnrollAsync(Enrollment.Of(Ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(Bob).ReferredBy(Ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(cid).ReferredBy(Ann).At(Start));
        await BuyAsync(engine, Bob, "order-1");

        var between = new BetweenStore(store, async () => await engine.RefundAsync(Refund.OfWhole("refund-1", "order-1").At(Start)));
        await BuyAsync(Engine(between, program), cid, "order-2");
        Assert.Equal("10.00 EUR", (await engine.GetBalancesAsync(Ann)).Single().Available.ToString());

        var target = new InMemoryReferralStore();
        await engine.Operations.RebuildAsync(target);
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
    }

    [Fact]
    public async Task Each_input_is_decided_again_by_the_version_that_decided_it()
    {
        var (first, second) = (Program(1, 10), Program(2, 25));
        var store = new InMemoryReferralStore();
        var old = Engine(store, first);
        await old.EnrollAsync(Enrollment.Of(Ann).At(Start));
        await old.SignUpAsync(SignUp.Of(Bob).ReferredBy(Ann).At(Start));
        var now = Engine(store, first, second);
        await BuyAsync(now, Bob, "order-1");
        await now.SignUpAsync(SignUp.Of(CustomerId.From("cid")).ReferredBy(Ann).At(Start));
        await BuyAsync(now, CustomerId.From("cid"), "order-2");
        await now.RefundAsync(Refund.OfWhole("refund-1", "order-1").At(Start));

        var target = new InMemoryReferralStore();
        Assert.Equal(6, await now.Operations.RebuildAsync(target));
        Assert.Empty(await now.Operations.CompareAsync(target).ToListAsync());

        var exception = await Assert.ThrowsAsync<ReferralsException>(
            async () => await Engine(store, second).Operations.RebuildAsync(new InMemoryReferralStore()));
        Assert.Contains("Version 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_that_was_changed_behind_the_journals_back_is_noticed()
    {
        var store = new InMemoryReferralStore();
        var engine = Engine(store, Program(1, 10));
        await engine.EnrollAsync(Enrollment.Of(Ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(Bob).ReferredBy(Ann).At(Start));
        await BuyAsync(engine, Bob, "order-1");
        var exception = await Assert.ThrowsAsync<ReferralsException>(
            async () => await Engine(store, Program(1, 11)).Operations.RebuildAsync(new InMemoryReferralStore()));
        Assert.Contains("position 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuild_that_ended_in_the_middle_goes_on()
    {
        var store = new InMemoryReferralStore();
        var engine = Engine(store, Program(1, 10));
        await engine.SignUpAsync(SignUp.Of(Bob).ReferredBy(Ann).At(Start));
        for (var order = 0; order < 300; order++)
        {
            await BuyAsync(engine, Bob, $"order-{order}");
        }

        var target = new InMemoryReferralStore();
        using var ended = new CancellationTokenSource();
        var half = new EndingStore(target, commits: 100, ended);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await engine.Operations.RebuildAsync(half, null, ended.Token));
        Assert.NotEmpty(await engine.Operations.CompareAsync(target).ToListAsync());
        await engine.Operations.RebuildAsync(target);
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
        await engine.Operations.RebuildAsync(target);
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
    }

    /// <summary>Two writers at once: the sign-up saw no touch, but the touch's event was inserted first.</summary>
    [Fact]
    public async Task Events_that_slipped_a_few_places_are_put_right()
    {
        var store = new InMemoryReferralStore();
        var engine = Engine(store, Program(1, 10));
        var visitor = VisitorId.From("v1");
        var enrolled = await engine.EnrollAsync(Enrollment.Of(Ann).At(Start));
        var signUp = await engine.SignUpAsync(SignUp.Of(Bob).ByVisitor(visitor).At(Start));
        Assert.Equal(Referrals.DecisionCodes.SignUpNotReferred, signUp.Code);
        await BuyAsync(engine, CustomerId.From("cid"), "order-1");
        await engine.TouchAsync(Touch.CodeEntry(enrolled.Code.Value, visitor, Start));

        var target = new InMemoryReferralStore();
        var swapped = Engine(new ReorderedEvents(store, [0, 3, 2, 1]), Program(1, 10));
        await swapped.Operations.RebuildAsync(target);
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
    }

    [Fact]
    public async Task Comparison_names_what_differs()
    {
        var (one, other) = (new InMemoryReferralStore(), new InMemoryReferralStore());
        await Engine(one, Program(1, 10)).EnrollAsync(Enrollment.Of(Ann).At(Start));
        await Engine(other, Program(1, 10)).SignUpAsync(SignUp.Of(Bob).At(Start));
        var differences = await Engine(one, Program(1, 10)).Operations.CompareAsync(other).ToListAsync();
        Assert.Contains(differences, found => found.ToString() == "Event:enroll:ann: It is in this store only.");
        Assert.Contains(differences, found => found.ToString() == "Event:sign-up:bob: It is in the other store only.");
        Assert.Contains(differences, found => found.Key.Kind == RecordKind.Counter && found.Message.Contains("this store only", StringComparison.Ordinal));
    }

    private static async Task CheckAsync(int seed)
    {
        var history = new RandomHistory(seed);
        await CheckAsync(history.Program, history.Inputs);
    }

    private static async Task CheckAsync(ReferralProgram program, IReadOnlyList<ReferralInput> inputs)
    {
        var store = new InMemoryReferralStore();
        var engine = Engine(store, program);
        foreach (var (input, place) in inputs.Select(static (input, place) => (input, place)))
        {
            await engine.SubmitAsync(input);
            if (place % 20 == 19)
            {
                await engine.Operations.ProcessDueAsync(input.OccurredAt);
            }
        }

        var target = new InMemoryReferralStore();
        await engine.Operations.RebuildAsync(target);
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
        Assert.Empty(await Engine(target, program).Operations.VerifyAsync());
        Assert.Equal(await VersionsAsync(store, program), await VersionsAsync(target, program));
    }

    private static async Task<string> VersionsAsync(InMemoryReferralStore store, ReferralProgram program)
    {
        var lines = new List<string>();
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            await foreach (var record in store.ScanAsync(Partition.Of(program.Id), kind, ScanRange.All, default))
            {
                lines.Add($"{record.Key} {record.Version} {record.Position}");
            }
        }

        return string.Join('\n', lines);
    }

    private static ReferralProgram Program(int version, decimal amount) => ReferralProgram.Create("spring", p => p
        .Version(version)
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(amount, "EUR")));

    private static ReferralEngine Engine(IReferralStore store, params ReferralProgram[] programs) =>
        new(store, programs.Aggregate(new ReferralsOptions(), (options, program) => options.AddProgram(program)));

    private static async Task BuyAsync(ReferralEngine engine, CustomerId customer, string order) =>
        await engine.ConvertAsync(Conversion.Of(customer, order, "purchase", Amount.Of(80, "EUR")).At(Start));
}
