using System.Text;
using NodaTime;
using Referrals.Storage;

namespace Referrals.Tests.Operations;

/// <summary>What a person has told is taken out of everything that was stored, and the journal can still be decided again.</summary>
public sealed class RedactionTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a key of thirty-two bytes or more");
    private static readonly (CustomerId Ann, CustomerId Bob) People = (CustomerId.From("ann"), CustomerId.From("bob"));

    private readonly InMemoryReferralStore _store = new();

    [Theory]
    [InlineData("gold", "Gold member since 1999", "17", "gold", "10.00 EUR")]
    [InlineData("silver-of-bob", "a member of nothing", "12", null, "0.00 EUR")]
    public async Task Rules_that_asked_for_what_was_told_come_out_the_same(string segment, string plan, string age, string? left, string earned)
    {
        var engine = Engine(p => p
            .RewardReferrer(r => r.Named("a").Flat(5, "EUR").When(w => w.InSegment("gold", "platinum")))
            .RewardReferrer(r => r.Named("b").Flat(3, "EUR").When(w => w.And(Condition.Contains(Field.Referee("plan"), "member since"))))
            .RewardReferrer(r => r.Named("c").Flat(2, "EUR").When(w => w.And(Condition.Compare(Field.Referee("age"), Comparison.AtLeast, 16)))));
        await engine.EnrollAsync(Enrollment.Of(People.Ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(People.Bob).ReferredBy(People.Ann).InSegment(segment).With("plan", plan).With("age", age).With("town", "the-town-of-bob").At(Start));
        await engine.ConvertAsync(Conversion.Of(People.Bob, "o1", "purchase", Amount.Of(50, "EUR")).At(Start));
        Assert.Equal(earned, (await engine.GetBalancesAsync(People.Ann)).Single().Available.ToString());

        await engine.Privacy.EraseAsync(People.Bob);
        Assert.Empty(await engine.Operations.VerifyAsync());
        var target = new InMemoryReferralStore();
        await engine.Operations.RebuildAsync(target);
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
        Assert.DoesNotContain("the-town-of-bob", await EverythingAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(plan, await EverythingAsync(), StringComparison.Ordinal);
        var fact = await engine.Operations.ReadJournalAsync().FirstAsync(static one => one.Kind == FactKind.ConversionRecorded);
        Assert.Equal(left, fact.Segment);
    }

    [Fact]
    public async Task What_a_referrer_told_is_taken_out_of_what_is_explained_to_others()
    {
        var engine = Engine(p => p.RewardReferrer(r => r.Flat(5, "EUR").When(w => w.And(Condition.In(Field.Referrer("segment"), "vip")))));
        await engine.EnrollAsync(Enrollment.Of(People.Ann).InSegment("the-segment-of-ann").At(Start));
        await engine.SignUpAsync(SignUp.Of(People.Bob).ReferredBy(People.Ann).At(Start));
        await engine.ConvertAsync(Conversion.Of(People.Bob, "o1", "purchase", Amount.Of(50, "EUR")).At(Start));
        Assert.Contains("the-segment-of-ann", await EverythingAsync(), StringComparison.Ordinal);
        await engine.Privacy.EraseAsync(People.Ann);
        Assert.DoesNotContain("the-segment-of-ann", await EverythingAsync(), StringComparison.Ordinal);
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Order_that_is_told_again_after_the_erasure_is_answered_as_before_and_makes_nobody_known()
    {
        var engine = Engine(p => p.RewardReferrer(r => r.Flat(5, "EUR")));
        var order = Conversion.Of(People.Bob, "o1", "purchase", Amount.Of(50, "EUR")).At(Start);
        await engine.EnrollAsync(Enrollment.Of(People.Ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(People.Bob).ReferredBy(People.Ann).At(Start));
        var first = await engine.ConvertAsync(order);
        await engine.Privacy.EraseAsync(People.Bob);
        var again = await engine.ConvertAsync(order);
        Assert.Equal((first.Code, true), (again.Code, again.IsRepeated));
        Assert.Null(await engine.Privacy.FindPseudonymAsync(People.Bob));
        Assert.Equal("5.00 EUR", (await engine.GetBalancesAsync(People.Ann)).Single().Available.ToString());
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Message_that_waits_tells_less_and_is_delivered()
    {
        var engine = Engine(p => p.RewardReferrer(r => r.Flat(5, "EUR")), publishes: true);
        await engine.SignUpAsync(SignUp.Of(People.Bob).InSegment("the-segment-of-bob").At(Start));
        await engine.Privacy.EraseAsync(People.Bob);
        Assert.DoesNotContain("the-segment-of-bob", await EverythingAsync(), StringComparison.Ordinal);
        Assert.Empty(await engine.Operations.VerifyAsync());
        var handler = new Referrals.Tests.Events.RecordingHandler();
        await engine.Events.DeliverAsync(handler);
        Assert.Empty(await _store.ScanAsync(Partition.Of(ProgramId.From("spring")), RecordKind.Message, ScanRange.All, default).ToListAsync());
    }

    private ReferralEngine Engine(Action<Referrals.ReferralProgramBuilder> configure, bool publishes = false)
    {
        var options = new ReferralsOptions().AddProgram(ReferralProgram.Create("spring", configure)).UsePseudonyms(Key);
        return new ReferralEngine(_store, publishes ? options.PublishEvents() : options);
    }

    /// <summary>All that is stored, as one text.</summary>
    private async Task<string> EverythingAsync()
    {
        var text = new StringBuilder();
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            await foreach (var record in _store.ScanAsync(Partition.Of(ProgramId.From("spring")), kind, ScanRange.All, default))
            {
                _ = text.Append(record.Key).Append(Encoding.UTF8.GetString(record.Content.Value.Span)).Append(record.Content.Columns).Append('\n');
            }
        }

        return text.ToString();
    }
}
