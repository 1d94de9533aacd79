using Referrals.Codes;
using Referrals.Storage;

namespace Referrals.Tests.Decisions;

/// <summary>Refusals of an enrollment are answers that say why, and failures name what failed.</summary>
public sealed class ChosenCodeAnswerTests
{
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    [Fact]
    public async Task Refused_wish_is_an_answer_with_its_reason()
    {
        var engine = Engine(new InMemoryReferralStore());
        var first = await engine.EnrollAsync(Enrollment.Of(Alice).WithChosenCode("SUMMER"));
        var second = await engine.EnrollAsync(Enrollment.Of(Bob).WithChosenCode("SUMMER"));

        Assert.True(first.HasCode);
        Assert.False(second.HasCode);
        Assert.Equal(DecisionCodes.ChosenCodeTaken, second.Reason);
        Assert.Null(second.Link);
        Assert.True((await engine.EnrollAsync(Enrollment.Of(Bob).WithChosenCode("WINTER"))).HasCode);
    }

    [Fact]
    public async Task Wish_of_somebody_who_has_a_code_is_refused_and_the_code_stays()
    {
        var engine = Engine(new InMemoryReferralStore());
        var first = await engine.EnrollAsync(Enrollment.Of(Alice));
        var wish = await engine.EnrollAsync(Enrollment.Of(Alice).WithChosenCode("SUMMER"));

        Assert.Equal(DecisionCodes.ChosenCodeLate, wish.Reason);
        Assert.Equal(first.Code, wish.Code);
        Assert.Equal(DecisionCodes.CodeAlreadyIssued, (await engine.EnrollAsync(Enrollment.Of(Alice).WithChosenCode(first.DisplayCode))).Decision.Code);
    }

    [Fact]
    public async Task Key_that_was_used_is_an_answer_too()
    {
        var engine = Engine(new InMemoryReferralStore());
        _ = await engine.SignUpAsync(SignUp.Of(Bob).WithKey("k"));
        var enrolled = await engine.EnrollAsync(Enrollment.Of(Alice).WithKey("k"));

        Assert.Equal(DecisionCodes.KeyReused, enrolled.Reason);
        Assert.False(enrolled.HasCode);
    }

    [Fact]
    public async Task Enrollment_that_only_met_conflicts_says_so()
    {
        var failure = await Record.ExceptionAsync(async () => await Engine(new BusyStore()).EnrollAsync(Enrollment.Of(Alice)));

        Assert.IsType<ReferralsException>(failure);
        Assert.Contains("other workers", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rule_that_throws_is_named_with_program_and_input(bool condition)
    {
        var program = ReferralProgram.Create("p", p => _ = condition
            ? p.Qualify(q => q.On("purchase").And(Condition.Custom("weekend"))).RewardReferrer(r => r.Flat(1, "EUR"))
            : p.RewardReferrer(r => r.Custom("weekend", "EUR")));
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program)
            .AddCondition("weekend", new Broken()).AddRule("weekend", new Broken()));
        _ = await engine.EnrollAsync(Enrollment.Of(Alice));
        _ = await engine.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice));

        var failure = await Assert.ThrowsAsync<ReferralsException>(
            async () => await engine.ConvertAsync(Conversion.Of(Bob, "o", "purchase", Amount.Of(10, "EUR")).WithKey("key-7")));

        Assert.Contains("'weekend'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'p'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("key-7", failure.Message, StringComparison.Ordinal);
        Assert.IsType<FormatException>(failure.InnerException);
    }

    private static ReferralEngine Engine(IReferralStore store) => new(store, new ReferralsOptions { MaxAttempts = 3 }.AddProgram(
        ReferralProgram.Create("p", p => p.ChosenCodes(CustomCodeRules.Default).RewardReferrer(r => r.Flat(1, "EUR")))));

    private sealed class Broken : IConversionCondition, IIncentiveRule
    {
        public ConditionAnswer IsMet(QualificationContext context) => throw new FormatException("no weekday");

        public IncentiveGrant Grant(QualificationContext context) => throw new FormatException("no weekday");
    }

    private sealed class BusyStore : IReferralStore
    {
        private readonly InMemoryReferralStore _store = new();

        public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
            _store.LoadAsync(partition, keys, cancellationToken);

        public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) =>
            ValueTask.FromResult(CommitOutcome.Conflict([batch.Operations[^1].Key]));

        public IAsyncEnumerable<StoredRecord> ScanAsync(
            Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
            _store.ScanAsync(partition, kind, range, cancellationToken);
    }
}
