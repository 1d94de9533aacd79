using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Ledger;
using Referrals.Operations;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Operations;

public sealed class ErasureTests
{
    private const string Ann = "ann@example.com";
    private const string Bob = "bob@example.com";
    private const string Device = "device-of-bob";

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a key of thirty-two bytes or more");

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR"))
        .RewardReferee(r => r.Flat(2, "EUR").HeldFor(TimePeriod.Days(14))));

    private readonly InMemoryReferralStore _store = new();

    /// <summary>The id stands in one place: the one that is emptied when the person is erased.</summary>
    [Fact]
    public async Task Only_the_directory_knows_a_person()
    {
        await JourneyAsync(Engine(_store));
        Assert.Equal([RecordKind.Person], (await WhereAsync(_store, Ann)).Select(key => key.Kind));
        Assert.Equal([RecordKind.Person], (await WhereAsync(_store, Bob)).Select(key => key.Kind));
        Assert.Empty(await WhereAsync(_store, Device));
    }

    [Fact]
    public async Task Erased_person_is_nowhere_and_the_books_are_as_before()
    {
        var engine = Engine(_store);
        await JourneyAsync(engine);
        var surrogate = (await engine.Privacy.FindPseudonymAsync(CustomerId.From(Bob)))!.Value;
        Assert.Equal(Bob, (await engine.Privacy.ResolvePersonAsync(surrogate))!.Value.Value);
        var books = (await engine.Operations.ReadLedgerAsync().ToListAsync()).Select(line => line.ToString()).ToList();

        var decision = await engine.Privacy.EraseAsync(CustomerId.From(Bob));
        Assert.Equal(DecisionCodes.PersonErased, decision!.Code);
        Assert.Empty(await WhereAsync(_store, Bob));
        Assert.Null(await engine.Privacy.ResolvePersonAsync(surrogate));
        Assert.Null(await engine.Privacy.FindPseudonymAsync(CustomerId.From(Bob)));
        Assert.Null(await engine.Privacy.EraseAsync(CustomerId.From(Bob)));

        Assert.Empty(await engine.Operations.VerifyAsync());
        Assert.Equal(books, (await engine.Operations.ReadLedgerAsync().ToListAsync()).Select(line => line.ToString()));
        Assert.Equal("10.00 EUR", (await engine.GetBalancesAsync(CustomerId.From(Ann))).Single().Available.ToString());
        Assert.Equal(FactKind.PersonErased, (await engine.Operations.ReadJournalAsync().LastAsync()).Kind);

        Assert.Equal(1, (await engine.Operations.ProcessDueAsync(Start + Duration.FromDays(30))).Happened);
        Assert.True((await engine.RefundAsync(Refund.OfWhole("refund-1", "order-1").At(Start))).IsAccepted);
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Orders_of_a_friend_grant_nothing_to_an_erased_referrer_and_use_no_budget()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR")).RewardReferee(r => r.Flat(2, "EUR")).Budget(14, "EUR"));
        var engine = new ReferralEngine(_store, new ReferralsOptions().AddProgram(program).UsePseudonyms(Key));
        var (ann, bob) = (CustomerId.From(Ann), CustomerId.From(Bob));
        await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(ann).At(Start));
        await engine.Privacy.EraseAsync(ann);

        for (var order = 1; order <= 7; order++)
        {
            var decision = await engine.ConvertAsync(Conversion.Of(bob, $"order-{order}", "purchase", Amount.Of(80, "EUR")).At(Start));

            Assert.Equal("2.00 EUR", Assert.Single(decision.Grants).Amount.ToString());
            Assert.Contains("erased", decision.Explanation.ToText(), StringComparison.Ordinal);
        }

        Assert.Equal("14.00 EUR", (await engine.GetBalancesAsync(bob)).Single().Available.ToString());
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    /// <summary>The host asks by its own ids and is answered with them; what is stored names surrogates only.</summary>
    [Fact]
    public async Task What_a_person_owns_is_found_and_told_by_the_own_id()
    {
        var (ann, bob, unit) = (CustomerId.From(Ann), CustomerId.From(Bob), Unit.Parse("EUR"));
        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Flat(10, "EUR").AtMost(50, "EUR").ExpiresAfter(TimePeriod.Days(20)))
            .PayOutFrom(5, "EUR"));
        var engine = Engine(_store, program);
        await JourneyAsync(engine);
        Assert.Equal((ann, "10.00 EUR"), (await engine.Payouts.ListDueAsync(unit).SingleAsync()) is var due ? (due.Customer, due.Amount.ToString()) : default);
        Assert.True((await engine.RedeemAsync(Redemption.Of("order-9", ann, Amount.Of(1, "EUR")).At(Start))).IsAccepted);
        Assert.Equal(1, (await engine.Payouts.StartAsync("march", unit)).Started);
        Assert.DoesNotContain(await engine.Payouts.ListDueAsync(unit).ToListAsync(), due => due.IsDue);
        var open = await engine.Payouts.ListOpenAsync().SingleAsync();
        Assert.Equal((ann, "9.00 EUR"), (open.Customer, open.ToSend.ToString()));
        Assert.Equal("9.00 EUR", (await engine.GetBalancesAsync(ann)).Single().InPayout.ToString());
        Assert.Equal("9.00 EUR", (await engine.GetBalancesAsync(ann, Start + Duration.FromDays(1))).Single().InPayout.ToString());
        Assert.True((await engine.Payouts.FailAsync(PayoutFailure.Of(open.Id, "closed").At(Start + Duration.FromDays(2)))).IsAccepted);

        var statement = await engine.GetStatementAsync(ann, Start, Start + Duration.FromDays(3));
        Assert.Equal((ann, 4), (statement.Customer, statement.Units.Single().Lines.Count));
        var view = await engine.GetParticipantAsync(ann);
        Assert.Equal((ann, "9.00 EUR"), (view.Customer, view.Holdings.Single().Expiring.Single().Amount.ToString()));
        Assert.Equal(40, (await engine.GetProgressAsync(ann)).Single().Limits.Single().Left);

        Assert.Equal(1, (await engine.Operations.ProcessDueAsync(Start + Duration.FromDays(30))).Happened);
        Assert.Equal("0.00 EUR", (await engine.GetBalancesAsync(ann)).Single().Available.ToString());
        Assert.Equal(4, await _store.ScanAsync(Partition.Of(program.Id), RecordKind.Person, ScanRange.All, default).CountAsync());
        Assert.Equal([RecordKind.Person], (await WhereAsync(_store, Ann)).Select(key => key.Kind));
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Erased_person_is_due_no_payout()
    {
        var unit = Unit.Parse("EUR");
        var engine = Engine(_store, ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR")).PayOutFrom(5, "EUR")));
        await JourneyAsync(engine);
        Assert.True((await engine.Payouts.ListDueAsync(unit).SingleAsync()).IsDue);
        await engine.Privacy.EraseAsync(CustomerId.From(Ann));
        Assert.Empty(await engine.Payouts.ListDueAsync(unit).ToListAsync());
        Assert.Equal(0, (await engine.Payouts.StartAsync("march", unit)).Started);
        var known = await _store.ScanAsync(Partition.Of(Program.Id), RecordKind.Person, ScanRange.All, default).CountAsync();
        Assert.Equal(DecisionCodes.PayoutUnknownCustomer, (await engine.Payouts.StartAsync(PayoutStart.Of("march", CustomerId.From(Ann), unit))).Code);
        Assert.Equal(known, await _store.ScanAsync(Partition.Of(Program.Id), RecordKind.Person, ScanRange.All, default).CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Payout_on_its_way_to_an_erased_person_can_still_end(bool arrives)
    {
        var unit = Unit.Parse("EUR");
        var engine = Engine(_store, ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR"))));
        await JourneyAsync(engine);
        await engine.Payouts.StartAsync("march", unit);
        await engine.Privacy.EraseAsync(CustomerId.From(Ann));

        var open = await engine.Payouts.ListOpenAsync().SingleAsync();
        Assert.Equal((null, "10.00 EUR"), (open.Customer, open.ToSend.ToString()));
        Assert.True((arrives ? await engine.Payouts.ConfirmAsync(open.Id) : await engine.Payouts.FailAsync(open.Id, "closed")).IsAccepted);
        Assert.Empty(await engine.Payouts.ListOpenAsync().ToListAsync());
        Assert.Equal(arrives ? PayoutStatus.Paid : PayoutStatus.Failed, (await engine.Payouts.FindAsync(open.Id))!.Status);
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    /// <summary>Nobody has it any more, so it is no cost: it expires, and so does what comes back later.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_erased_person_could_have_used_expires(bool isInPayout)
    {
        var clock = new FakeClock(Start);
        var engine = Engine(
            _store, ReferralProgram.Create("spring", p => p.Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR"))), clock);
        await JourneyAsync(engine);
        if (isInPayout)
        {
            await engine.Payouts.StartAsync("march", Unit.Parse("EUR"));
        }

        clock.Advance(Duration.FromDays(1));
        await engine.Privacy.EraseAsync(CustomerId.From(Ann));
        if (isInPayout)
        {
            Assert.Equal(0, (await engine.Operations.ProcessDueAsync()).Happened);
            await engine.Payouts.FailAsync((await engine.Payouts.ListOpenAsync().SingleAsync()).Id, "account_closed");
        }

        Assert.Equal(1, (await engine.Operations.ProcessDueAsync()).Happened);
        Assert.Equal(0, (await engine.Operations.ProcessDueAsync()).Happened);
        var expired = await engine.Operations.ReadJournalAsync().SingleAsync(static fact => fact.Kind == FactKind.RewardExpired);
        Assert.Equal(("10.00 EUR", clock.GetCurrentInstant()), (expired.Amount.ToString(), expired.OccurredAt));
        var lines = await engine.Operations.ReadLedgerAsync().ToListAsync();
        Assert.Equal(0, lines.Where(static line => line.Account is LedgerAccount.Available or LedgerAccount.InPayout).Sum(static line => line.Amount.MinorUnits));
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Code_of_an_erased_person_leads_nowhere()
    {
        var engine = Engine(_store);
        var enrolled = await engine.EnrollAsync(Enrollment.Of(CustomerId.From(Ann)).At(Start));
        await engine.Privacy.EraseAsync(CustomerId.From(Ann));
        var touch = await engine.TouchAsync(Touch.CodeEntry(enrolled.Code.Value, VisitorId.From(Device), Start + Duration.FromDays(1)));
        Assert.Equal(DecisionCodes.CodeSuspended, touch.Code);
    }

    [Fact]
    public async Task Erased_person_who_comes_back_is_a_stranger()
    {
        var engine = Engine(_store);
        var first = await engine.EnrollAsync(Enrollment.Of(CustomerId.From(Ann)).At(Start));
        await engine.Privacy.EraseAsync(CustomerId.From(Ann));
        var second = await engine.EnrollAsync(Enrollment.Of(CustomerId.From(Ann)).At(Start));
        Assert.NotEqual(first.Code, second.Code);
        Assert.False(second.Decision.IsRepeated);
    }

    /// <summary>Ann is erased, and bob's sign-up that named her is told again: before she is back, and after it.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("key-1")]
    public async Task Sign_up_that_named_an_erased_person_is_told_again(string? key)
    {
        var engine = Engine(_store);
        var (ann, bob, eve) = (CustomerId.From(Ann), CustomerId.From(Bob), CustomerId.From("eve@example.com"));
        var signUp = SignUp.Of(bob).ReferredBy(ann).At(Start);
        signUp = key is null ? signUp : signUp.WithKey(key);
        await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        await engine.EnrollAsync(Enrollment.Of(eve).At(Start));
        var first = await engine.SignUpAsync(signUp);
        Assert.Equal(DecisionCodes.SignUpReferred, first.Code);
        await engine.Privacy.EraseAsync(ann);

        var again = await engine.SignUpAsync(signUp);
        Assert.Equal((first.Code, true), (again.Code, again.IsRepeated));
        Assert.Null(await engine.Privacy.FindPseudonymAsync(ann));

        await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        again = await engine.SignUpAsync(signUp);
        Assert.Equal((first.Code, true), (again.Code, again.IsRepeated));

        // Somebody who never was erased is not taken for her.
        var other = await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(eve).At(Start) is var named && key is not null ? named.WithKey(key) : named);
        Assert.Equal(DecisionCodes.SignUpDuplicate, other.Code);
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    /// <summary>What the erasure has taken out of an input made its identity: it stays the same input all the same, also for a rebuild.</summary>
    [Fact]
    public async Task Input_that_lost_a_part_keeps_its_identity()
    {
        var engine = Engine(_store);
        await JourneyAsync(engine);
        await engine.UpdateCustomerAsync(CustomerUpdate.Of(CustomerId.From(Ann)).InSegment("gold").WithKey("message-7").At(Start));
        await engine.Privacy.EraseAsync(CustomerId.From(Ann));

        var rebuilt = new InMemoryReferralStore();
        await engine.Operations.RebuildAsync(rebuilt);
        Assert.Empty(await engine.Operations.CompareAsync(rebuilt).ToListAsync());
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    /// <summary>The key of an order is its id: another person who reports the same one is not given the answer to the erased person's.</summary>
    [Fact]
    public async Task Order_of_an_erased_person_is_nobody_elses()
    {
        var engine = Engine(_store);
        await JourneyAsync(engine);
        await engine.Privacy.EraseAsync(CustomerId.From(Bob));

        var other = await engine.ConvertAsync(
            Conversion.Of(CustomerId.From("eve@example.com"), "order-1", "purchase", Amount.Of(80, "EUR")).At(Start));
        Assert.Equal(DecisionCodes.ConversionDuplicate, other.Code);
        Assert.True((await engine.ConvertAsync(Conversion.Of(CustomerId.From(Bob), "order-1", "purchase", Amount.Of(80, "EUR")).At(Start))).IsRepeated);
        Assert.Empty(await WhereAsync(_store, Bob));
    }

    /// <summary>How much of an e-mail address's domain is stored depends on the guards; whether an input was told before does not.</summary>
    [Fact]
    public async Task Version_whose_guards_list_other_domains_knows_inputs_again()
    {
        var next = ReferralProgram.Create("spring", p => p
            .Version(2).Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR")).Guard(g => g.Against(Guard.DisposableDomains("example.com"))));
        var signals = SignalHasher.Create("a pepper of thirty-two bytes or more"u8).Signals(s => s.Email("q@example.com"));
        ReferralInput[] inputs =
        [
            Enrollment.Of(CustomerId.From(Ann)).With(signals).At(Start),
            SignUp.Of(CustomerId.From(Bob)).ReferredBy(CustomerId.From(Ann)).With(signals).At(Start),
            Conversion.Of(CustomerId.From(Bob), "order-1", "purchase", Amount.Of(80, "EUR")).With(signals).At(Start),
        ];
        var (before, after) = (Engine(_store), new ReferralEngine(
            _store, new ReferralsOptions().AddProgram(Program).AddProgram(next).UsePseudonyms(Key), new FakeClock(Start), new SeededRandomness(8)));
        foreach (var input in inputs)
        {
            var first = await before.SubmitAsync(input);
            var again = await after.SubmitAsync(input);
            Assert.True(first.IsAccepted);
            Assert.Equal((first.Key, first.Code, true), (again.Key, again.Code, again.IsRepeated));
        }
    }

    /// <summary>A fact about what ann got for bob names bob's segment: it goes with bob, and stays when she is erased.</summary>
    [Theory]
    [InlineData(Ann)]
    [InlineData(Bob)]
    public async Task Segment_goes_with_the_person_whose_it_is(string erased)
    {
        var program = ReferralProgram.Create("spring", p => p.Version(2)
            .RewardReferrer(r => r.Named("tiers").Tiered(t => t.From(1, 5, "EUR").From(2, 9, "EUR")))
            .RewardReferrer(r => r.Named("held").Flat(3, "EUR").HeldFor(TimePeriod.Days(2)))
            .RewardReferee(r => r.Named("thanks").Flat(2, "EUR").Reviewed(within: TimePeriod.Days(3), whenOverdue: WhenOverdue.Approve))
            .Budget(1_000, "EUR"));
        var engine = Engine(_store, program);
        var (ann, bob) = (CustomerId.From(Ann), CustomerId.From(Bob));
        await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(ann).InSegment("gold-plated").At(Start));
        await engine.ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")).At(Start));
        await engine.Operations.ProcessDueAsync(Start + Duration.FromDays(9));
        await engine.RefundAsync(Refund.OfWhole("refund-1", "order-1").At(Start + Duration.FromDays(10)));
        var before = await WhereAsync(_store, "gold-plated");

        await engine.Privacy.EraseAsync(CustomerId.From(erased));

        Assert.Equal(erased == Bob ? [] : before, await WhereAsync(_store, "gold-plated"));
        Assert.Empty(await engine.Operations.VerifyAsync());
        var rebuilt = new InMemoryReferralStore();
        await engine.Operations.RebuildAsync(rebuilt);
        Assert.Empty(await engine.Operations.CompareAsync(rebuilt).ToListAsync());
    }

    /// <summary>The process dies at any of the commits: the call is made again and ends what it began.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Erasure_that_ended_in_the_middle_goes_on(int commits)
    {
        await JourneyAsync(Engine(_store));
        using var ended = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Engine(new EndingStore(_store, commits, ended)).Privacy.EraseAsync(CustomerId.From(Bob), "mia", "request 4711", ended.Token));
        Assert.NotEmpty(await WhereAsync(_store, Bob));
        Assert.True((await Engine(_store).Privacy.EraseAsync(CustomerId.From(Bob), "tom", "began yesterday"))!.IsAccepted);
        Assert.Empty(await WhereAsync(_store, Bob));
        Assert.Single(await Engine(_store).Operations.ReadJournalAsync().Where(fact => fact.Kind == FactKind.PersonErased).ToListAsync());
    }

    [Fact]
    public async Task Journal_with_an_erased_person_is_rebuilt_and_moved()
    {
        var engine = Engine(_store);
        await JourneyAsync(engine);
        await engine.Privacy.EraseAsync(CustomerId.From(Bob));
        var (rebuilt, moved) = (new InMemoryReferralStore(), new InMemoryReferralStore());
        await engine.Operations.RebuildAsync(rebuilt);
        Assert.Empty(await engine.Operations.CompareAsync(rebuilt).ToListAsync());
        using var file = new MemoryStream();
        await engine.Operations.ExportAsync(file);
        file.Position = 0;
        await Engine(moved).Operations.ImportAsync(file);
        Assert.Empty(await engine.Operations.CompareAsync(moved).ToListAsync());
    }

    [Fact]
    public async Task Same_person_is_another_one_for_another_tenant()
    {
        var engine = Engine(_store);
        var (north, south) = (engine.ForTenant(TenantId.From("north")), engine.ForTenant(TenantId.From("south")));
        await north.EnrollAsync(Enrollment.Of(CustomerId.From(Ann)).At(Start));
        await south.EnrollAsync(Enrollment.Of(CustomerId.From(Ann)).At(Start));
        Assert.NotEqual(await north.Privacy.FindPseudonymAsync(CustomerId.From(Ann)), await south.Privacy.FindPseudonymAsync(CustomerId.From(Ann)));
    }

    [Fact]
    public async Task Without_surrogates_nobody_can_be_erased()
    {
        var engine = new ReferralEngine(_store, new ReferralsOptions().AddProgram(Program));
        await engine.EnrollAsync(Enrollment.Of(CustomerId.From(Ann)).At(Start));
        await Assert.ThrowsAsync<ReferralsException>(async () => await engine.Privacy.EraseAsync(CustomerId.From(Ann)));
        Assert.Equal(Ann, (await engine.Privacy.FindPseudonymAsync(CustomerId.From(Ann)))!.Value.Value);
        Assert.Throws<ArgumentException>(() => new ReferralsOptions().UsePseudonyms(new byte[31]));
    }

    /// <summary>A kind of input that is added and forgotten here would put ids into the journal as they are.</summary>
    [Fact]
    public async Task Every_input_that_names_somebody_names_a_surrogate()
    {
        var (ann, bob, device) = (CustomerId.From(Ann), CustomerId.From(Bob), VisitorId.From(Device));
        ReferralInput[] inputs =
        [
            Enrollment.Of(ann), CodeChange.Limit("CODE").For(ann), Share.Of("s1", ann, Channel.From("email")), Touch.CodeEntry("CODE", device, Start),
            Identification.Of(device, ann), SignUp.Of(bob).ByVisitor(device).ReferredBy(ann), Conversion.Of(bob, "o1", "purchase"),
            Refund.OfWhole("r1", "o1"), RefundCancellation.Of("r1", "o1"), Amendment.Of("a1", Conversion.Of(bob, "o1", "purchase")), ProgramCost.Of("c1", Channel.From("email"), "fee", Amount.Of(1, "EUR")), SurveyAnswer.Of(ann, 9),
            CustomerUpdate.Of(ann), ReferralReview.Approve(bob), ReferrerBan.Impose(ann, "fraud"), RewardChoice.Of(ann, "rule", "choice"), Vesting.Of(RewardId.From("r")), Erasure.Of(CustomerId.From("p-1")),
            RewardReview.Of(RewardId.From("r")).Approve(), ReviewDeadline.Of(RewardId.From("r")), ReferralDeadline.Of(ann), Redemption.Of("order-2", ann, Amount.Of(1, "EUR")),
            RedemptionCancellation.Of("c1", "order-2"), ManualReward.Of("m1", ann, Amount.Of(1, "EUR"), "eve", "prize"), Clawback.Of(RewardId.From("r"), "eve", "by mistake"), ReferralReinstatement.Of(bob, "eve", "siblings"),
            PayoutStart.Of("2026-03", ann, Unit.Parse("EUR")), PayoutConfirmation.Of(PayoutId.From("p")), PayoutFailure.Of(PayoutId.From("p"), "closed"),
            PayoutReturn.Of(PayoutId.From("p"), "closed"), Expiration.Of(ann, Unit.Parse("EUR")),
            new ProgramChange { By = "editor", Reason = "agreed" },
            new CatchUp { Customer = CustomerId.From("p-1"), ConversionId = "o1" },
        ];
        var known = typeof(ReferralInput).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType);
        Assert.Equal(known.OrderBy(type => type.Name), inputs.Select(input => input.GetType()).OrderBy(type => type.Name));
        var words = ProgramWords.Of(new Referrals.ReferralDecider(Program));
        var directory = new PersonDirectory(_store, Partition.Of(Program.Id), new PersonSeal(Key), new SeededRandomness(7));
        foreach (var input in inputs)
        {
            var text = Encoding.UTF8.GetString(RecordJson.Write(await SurrogateInputs.OfAsync(directory, words, input, null, default)).Span);
            Assert.DoesNotContain("example.com", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Device, text, StringComparison.Ordinal);
        }
    }

    /// <summary>Read by people: what a person gets who asks.</summary>
    [Fact]
    public async Task All_about_a_person_is_as_approved()
    {
        var engine = Engine(_store);
        await JourneyAsync(engine);
        using var file = new MemoryStream();
        Assert.Equal(4, await engine.Privacy.ExportAsync(CustomerId.From(Bob), file));
        Approvals.Verify(Encoding.UTF8.GetString(file.ToArray()));
    }

    private static async Task JourneyAsync(ReferralEngine engine)
    {
        var (ann, bob, device) = (CustomerId.From(Ann), CustomerId.From(Bob), VisitorId.From(Device));
        var enrolled = await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        await engine.TouchAsync(Touch.CodeEntry(enrolled.Code.Value, device, Start));
        await engine.IdentifyAsync(Identification.Of(device, bob).At(Start));
        var signUp = await engine.SignUpAsync(SignUp.Of(bob).At(Start));
        Assert.Equal(DecisionCodes.SignUpReferred, signUp.Code);
        await engine.ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")).At(Start));
    }

    private static async Task<List<RecordKey>> WhereAsync(InMemoryReferralStore store, string text)
    {
        var found = new List<RecordKey>();
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            await foreach (var record in store.ScanAsync(Partition.Of(Program.Id), kind, ScanRange.All, default))
            {
                var value = Encoding.UTF8.GetString(record.Content.Value.Span);
                if ($"{record.Key} {value} {record.Content}".Contains(text, StringComparison.Ordinal))
                {
                    found.Add(record.Key);
                }
            }
        }

        return found;
    }

    private static ReferralEngine Engine(IReferralStore store, ReferralProgram? program = null, IClock? clock = null) => new(
        store,
        new ReferralsOptions().AddProgram(program ?? Program).UsePseudonyms(Key),
        clock ?? new FakeClock(Start),
        new SeededRandomness(7));
}
