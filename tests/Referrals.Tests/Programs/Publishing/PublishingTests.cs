using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Programs.Publishing;

/// <summary>Programs that are changed while the application runs, on two instances of it with one store and a clock that only the test moves.</summary>
public sealed class PublishingTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly Duration Lead = Duration.FromSeconds(5);
    private static readonly CustomerId Ann = CustomerId.From("ann");

    private readonly InMemoryReferralStore _store = new();
    private readonly FakeClock _clock = new(Start);
    private readonly ReferralEngine _here;
    private readonly ReferralEngine _there;

    public PublishingTests()
    {
        _here = Instance(_store);
        _there = Instance(_store);
    }

    [Fact]
    public async Task First_version_is_written_published_and_followed_by_the_other_instance()
    {
        await SaveAsync(1, 10);
        var refused = await _there.EnrollAsync(Enrollment.Of(Ann));
        Assert.Equal((DecisionCodes.ProgramNotInForce, false), (refused.Reason, refused.HasCode));

        await PublishAsync(1);
        Assert.Equal(DecisionCodes.ProgramNotInForce, (await _there.EnrollAsync(Enrollment.Of(Ann))).Reason);
        _clock.Advance(Lead);
        Assert.True((await _there.EnrollAsync(Enrollment.Of(Ann))).HasCode);
        Assert.Equal(10, await EarnedAsync(_there, "bob"));
        Assert.Equal("Program 1", _there.Program.Name);
        Assert.Equal([1], _there.Programs.VersionsOf(Spring).Select(one => one.Version));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Registered_version_is_followed_by_the_published_one_at_its_instant()
    {
        var here = Instance(_store, Program(1, 10));
        var there = Instance(_store, Program(1, 10));
        await there.EnrollAsync(Enrollment.Of(Ann));
        await here.Publishing.SaveDraftAsync(Program(2, 20), Edit(0));
        var planned = Start + Duration.FromDays(7);
        Assert.True((await here.Publishing.PublishAsync(2, Edit(1), planned)).IsAccepted);

        Assert.Equal(10, await EarnedAsync(there, "bob"));
        Assert.Equal([(1, ProgramVersionStage.InForce), (2, ProgramVersionStage.Planned)], (await there.Publishing.GetAsync()).Versions.Select(one => (one.Version, one.Stage)));
        _clock.Advance(Duration.FromDays(7) - Duration.Epsilon);
        Assert.Equal(10, await EarnedAsync(there, "cem"));
        _clock.Advance(Duration.FromSeconds(1));
        Assert.Equal(20, await EarnedAsync(there, "dan"));
        Assert.Equal(2, there.Program.Version);

        // The referral of before keeps its terms, and what happened before is judged by what was in force then, however late it is told.
        Assert.Equal(10, await ConvertAsync(there, "bob", "second"));
        await there.SubmitAsync(SignUp.Of(CustomerId.From("eva")).ReferredBy(Ann).At(planned - Duration.FromDays(1)));
        Assert.Equal(10, await ConvertAsync(there, "eva", "late"));
        Assert.Empty(await there.Operations.VerifyAsync());
        await RebuiltAsync(there);
    }

    [Fact]
    public async Task Referrals_under_way_move_where_the_publication_says_so()
    {
        await RunningAsync();
        Assert.Equal(10, await EarnedAsync(_here, "bob"));
        await SaveAsync(2, 20);
        await PublishAsync(2, moveReferrals: true);
        Assert.Equal(10, await ConvertAsync(_there, "bob", "still"));
        _clock.Advance(Lead);
        Assert.Equal(20, await ConvertAsync(_there, "bob", "moved"));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task What_was_decided_before_a_move_is_corrected_and_vests_by_the_version_that_decided_it()
    {
        var here = Instance(_store, ReferralProgram.Create("spring", p => p
            .RewardReferrer(r => r.Named("thanks").PercentOf(10, "EUR").HeldFor(TimePeriod.Days(10)).ExpiresAfter(TimePeriod.Days(100)))));
        await here.EnrollAsync(Enrollment.Of(Ann));
        Assert.Equal(8, await EarnedAsync(here, "bob"));
        await here.Publishing.SaveDraftAsync(
            ReferralProgram.Create("spring", p => p.Version(2)
                .RewardReferrer(r => r.Named("thanks").PercentOf(50, "EUR").HeldFor(TimePeriod.Days(10)).ExpiresAfter(TimePeriod.Days(1)))
                .RewardReferee(r => r.Named("welcome").Flat(3, "EUR"))),
            Edit(0));
        Assert.True((await here.Publishing.PublishAsync(2, Edit(1), moveReferrals: true)).IsAccepted);
        _clock.Advance(Lead);
        Assert.Equal(43, await ConvertAsync(here, "bob", "moved"));

        var amended = await here.AmendAsync(Amendment.Of("more", Conversion.Of(CustomerId.From("bob"), "bob-first", "purchase", Amount.Of(100, "EUR"))));
        Assert.Equal(2, amended.Grants.Sum(grant => grant.Amount!.Value.Value));
        await here.RefundAsync(Refund.OfWhole("all", "bob-moved"));
        var again = await here.CancelRefundAsync(RefundCancellation.Of("all", "bob-moved"));
        Assert.Equal(43, again.Grants.Sum(grant => grant.Amount!.Value.Value));

        _clock.Advance(Duration.FromDays(12));
        await here.Operations.ProcessDueAsync();
        Assert.Equal(Amount.Of(10, "EUR"), Assert.Single(await here.GetBalancesAsync(Ann)).Available);
        Assert.Empty(await here.Operations.VerifyAsync());
        await RebuiltAsync(here);
    }

    [Fact]
    public async Task Program_that_could_not_be_archived_before_its_end_is_archived_after_it()
    {
        await RunningAsync();
        Assert.True((await _here.Publishing.EndAsync(await EditAsync(), conversionsToo: true, _clock.GetCurrentInstant() + Duration.FromDays(1))).IsAccepted);
        var edit = await EditAsync();
        var early = await _here.Publishing.ArchiveAsync(edit);
        Assert.Equal((DecisionCodes.ProgramNotEnded, false), (early.Code, early.IsFinal));
        _clock.Advance(Duration.FromDays(2));
        Assert.True((await _here.Publishing.ArchiveAsync(edit)).IsAccepted);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Group_of_inputs_that_is_open_while_the_program_changes_is_decided_by_what_is_in_force()
    {
        await RunningAsync();
        var earned = new List<decimal>();
        await foreach (var decided in _there.Operations.SubmitManyAsync(InputsAsync()))
        {
            earned.Add(decided.Decision.Grants.Sum(grant => grant.Amount!.Value.Value));
        }

        Assert.Equal([0, 10, 0, 20, 0, 10, 0], earned);
        await AssertSoundAsync();

        async IAsyncEnumerable<ReferralInput> InputsAsync()
        {
            yield return SignUp.Of(CustomerId.From("bob")).ReferredBy(Ann);
            yield return Order("bob", "1");
            await SaveAsync(2, 20);
            await PublishAsync(2);
            _clock.Advance(Lead);
            yield return SignUp.Of(CustomerId.From("cem")).ReferredBy(Ann);
            yield return Order("cem", "2");
            yield return SignUp.Of(CustomerId.From("dan"));
            yield return Order("bob", "3");
            Assert.True((await _here.Publishing.EndAsync(await EditAsync(), conversionsToo: true)).IsAccepted);
            _clock.Advance(Lead);
            yield return Order("bob", "4");
        }

        static Conversion Order(string name, string id) => Conversion.Of(CustomerId.From(name), id, "purchase", Amount.Of(80, "EUR"));
    }

    [Fact]
    public async Task Of_two_editors_one_is_told_that_the_other_was_faster()
    {
        await RunningAsync();
        var seen = (await _here.Publishing.GetAsync()).Revision;
        Assert.Equal(seen, (await _there.Publishing.GetAsync()).Revision);
        Assert.True((await _here.Publishing.PauseAsync(ProgramEdit.Of("lea", "fraud", seen))).IsAccepted);
        var lost = await _there.Publishing.PauseAsync(ProgramEdit.Of("max", "fraud", seen));
        Assert.Equal((DecisionCodes.ProgramChangedMeanwhile, false, true), (lost.Code, lost.IsAccepted, lost.IsFinal));
        Assert.Equal(
            $"somebody else has changed the program since it was looked at: {seen}, required {seen + 1}",
            Assert.Single(lost.Explanation.Checks).ToString()![2..]);

        // A second click is the first one again.
        var again = await _here.Publishing.PauseAsync(ProgramEdit.Of("lea", "fraud", seen));
        Assert.True(again.IsAccepted && again.IsRepeated);
        Assert.Equal(seen + 1, (await _here.Publishing.GetAsync()).Revision);
    }

    [Fact]
    public async Task Paused_program_creates_no_referrals_and_goes_on_rewarding()
    {
        await RunningAsync();
        await _here.SignUpAsync(SignUp.Of(CustomerId.From("bob")).ReferredBy(Ann));
        Assert.True((await _here.Publishing.PauseAsync(await EditAsync())).IsAccepted);
        Assert.Equal(DecisionCodes.SignUpReferred, (await SignUpAsync(_there, "cem")).Code);
        _clock.Advance(Lead);
        var refused = await SignUpAsync(_there, "dan");
        Assert.Equal(DecisionCodes.SignUpReferralRefused, refused.Code);
        Assert.Contains(refused.Explanation.Checks, check => check.Code == "guard.program_paused");
        Assert.True(_there.Program.IsPaused);
        Assert.Equal(ProgramPhase.Paused, (await _there.Publishing.GetAsync()).Phase);
        Assert.Equal(10, await ConvertAsync(_there, "bob", "paused"));

        Assert.Equal(DecisionCodes.ProgramPhaseSame, (await _here.Publishing.PauseAsync(await EditAsync())).Code);
        Assert.True((await _here.Publishing.ResumeAsync(await EditAsync())).IsAccepted);
        _clock.Advance(Lead);
        Assert.Equal(DecisionCodes.SignUpReferred, (await SignUpAsync(_there, "eva")).Code);
        await AssertSoundAsync();
    }

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 0)]
    public async Task Ended_program_rewards_only_if_the_end_leaves_conversions(bool conversionsToo, int expected)
    {
        await RunningAsync();
        await SignUpAsync(_here, "bob");
        await ConvertAsync(_here, "bob", "before");
        Assert.True((await _here.Publishing.EndAsync(await EditAsync(), conversionsToo, Start + Duration.FromDays(2))).IsAccepted);
        Assert.Equal([(conversionsToo ? ProgramPhase.Ended : ProgramPhase.SignUpsEnded, Start + Duration.FromDays(2))],
            (await _there.Publishing.GetAsync()).Planned.Select(step => (step.Phase, step.From)));
        _clock.Advance(Duration.FromDays(2));
        Assert.Equal(DecisionCodes.SignUpReferralRefused, (await SignUpAsync(_there, "cem")).Code);
        Assert.Equal(expected, await ConvertAsync(_there, "bob", "after"));

        // What happened before the end counts, though it is told after it; and what was earned stays.
        var late = await _there.ConvertAsync(Conversion.Of(CustomerId.From("bob"), "late", "purchase", Amount.Of(80, "EUR")).At(Start + Duration.FromDays(1)));
        Assert.Equal(DecisionCodes.ConversionRewarded, late.Code);
        Assert.Equal(Amount.Of(20 + expected, "EUR"), (await _there.GetBalancesAsync(Ann)).Single().Available);

        Assert.Equal(
            conversionsToo ? DecisionCodes.ProgramChanged : DecisionCodes.ProgramNotEnded, (await _here.Publishing.ArchiveAsync(await EditAsync())).Code);
        if (conversionsToo)
        {
            Assert.Equal(DecisionCodes.ProgramArchived, (await _here.Publishing.ResumeAsync(await EditAsync())).Code);
        }

        await AssertSoundAsync();
    }

    [Fact]
    public async Task No_change_reaches_into_the_past()
    {
        await RunningAsync();
        await SaveAsync(2, 20);
        var now = _clock.GetCurrentInstant();
        Assert.Equal(DecisionCodes.ProgramTooSoon, (await _here.Publishing.PublishAsync(2, await EditAsync(), now + Lead - Duration.FromMilliseconds(1))).Code);
        Assert.Equal(DecisionCodes.ProgramTooSoon, (await _here.Publishing.PauseAsync(await EditAsync(), now)).Code);
        Assert.True((await _here.Publishing.PublishAsync(2, await EditAsync(), now + Duration.FromDays(1))).IsAccepted);
        Assert.Equal(DecisionCodes.ProgramVersionTaken, (await _here.Publishing.SaveDraftAsync(Program(2, 30), await EditAsync())).Code);

        // A version that has not begun can be taken back; one that has begun cannot.
        Assert.True((await _here.Publishing.WithdrawAsync(2, await EditAsync())).IsAccepted);
        Assert.True((await _here.Publishing.SaveDraftAsync(Program(2, 30), await EditAsync())).IsAccepted);
        await SaveAsync(3, 40);
        await PublishAsync(3);
        Assert.Equal(DecisionCodes.ProgramVersionTaken, (await _here.Publishing.PublishAsync(2, await EditAsync())).Code);
        _clock.Advance(Lead);
        Assert.Equal(DecisionCodes.ProgramTooSoon, (await _here.Publishing.WithdrawAsync(3, await EditAsync())).Code);
        Assert.Equal(DecisionCodes.ProgramVersionUnfit, (await _here.Publishing.PublishAsync(3, await EditAsync())).Code);
        Assert.Equal(DecisionCodes.ProgramVersionUnfit, (await _here.Publishing.WithdrawAsync(9, await EditAsync())).Code);
        Assert.Equal(40, await EarnedAsync(_there, "bob"));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task History_tells_who_changed_what_and_why()
    {
        await RunningAsync();
        await _here.Publishing.PauseAsync(ProgramEdit.Of("lea", "a wave of fraud", 2));
        await _there.Publishing.PauseAsync(ProgramEdit.Of("max", "lost the race", 2));
        var first = await _there.Publishing.ListChangesAsync(take: 2);
        var second = await _there.Publishing.ListChangesAsync(first.Next, take: 2);
        Assert.Equal(
            [
                (ProgramChangeKind.Draft, 1, "lea", "test", 0), (ProgramChangeKind.Publish, 1, "lea", "test", 1),
                (ProgramChangeKind.Pause, (int?)null, "lea", "a wave of fraud", 2),
            ],
            first.Items.Concat(second.Items).Select(one => (one.Kind, one.Version, one.By, one.Reason, (int)one.Revision)));
        Assert.Null(second.Next);
        Assert.Equal(3, await _there.Operations.ReadJournalAsync().CountAsync(fact => fact.Kind == FactKind.ProgramChanged));
    }

    [Fact]
    public async Task Tenants_have_programs_of_their_own()
    {
        var (one, two) = (TenantId.From("one"), TenantId.From("two"));
        foreach (var (tenant, amount) in new[] { (one, 10), (two, 20) })
        {
            var engine = _here.ForTenant(tenant);
            Assert.True((await engine.Publishing.SaveDraftAsync(Program(1, amount), Edit(0))).IsAccepted);
            Assert.True((await engine.Publishing.PublishAsync(1, Edit(1))).IsAccepted);
        }

        _clock.Advance(Lead);
        foreach (var (tenant, amount) in new[] { (one, 10), (two, 20) })
        {
            var engine = _there.ForTenant(tenant);
            await engine.EnrollAsync(Enrollment.Of(Ann));
            Assert.Equal(amount, await EarnedAsync(engine, "bob"));
            Assert.Equal([Spring], await engine.Publishing.ListProgramsAsync().ToListAsync());
        }

        Assert.Empty(await _there.Publishing.ListProgramsAsync().ToListAsync());
    }

    [Fact]
    public async Task Program_moves_with_its_versions()
    {
        await RunningAsync();
        await EarnedAsync(_here, "bob");
        await SaveAsync(2, 20);
        await PublishAsync(2);
        using var file = new MemoryStream();
        await _here.Operations.ExportAsync(file);
        file.Position = 0;
        var store = new InMemoryReferralStore();
        var moved = Instance(store);
        await moved.Operations.ImportAsync(file);
        _clock.Advance(Lead);
        Assert.Equal(20, await EarnedAsync(moved, "cem"));
        Assert.Equal(10, await ConvertAsync(moved, "bob", "kept"));
        Assert.Equal([Spring], await moved.Publishing.ListProgramsAsync().ToListAsync());
        Assert.Empty(await moved.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Erasing_a_person_leaves_the_changes_of_the_program()
    {
        var engine = new ReferralEngine(_store, new ReferralsOptions().StorePrograms().UsePseudonyms(new byte[32]), _clock).ForProgram(Spring);
        await engine.Publishing.SaveDraftAsync(Program(1, 10), Edit(0));
        await engine.Publishing.PublishAsync(1, Edit(1));
        _clock.Advance(Lead);
        await engine.EnrollAsync(Enrollment.Of(Ann));
        Assert.Equal(10, await EarnedAsync(engine, "bob"));
        Assert.NotNull(await engine.Privacy.EraseAsync(CustomerId.From("bob")));
        Assert.Equal(2, (await engine.Publishing.ListChangesAsync()).Items.Count);
        Assert.Empty(await engine.Operations.VerifyAsync());
        await RebuiltAsync(engine);
    }

    [Fact]
    public async Task Nothing_is_changed_where_programs_are_not_stored()
    {
        var engine = new ReferralEngine(_store, new ReferralsOptions().AddProgram(Program(1, 10)), _clock);
        Assert.Contains("StorePrograms()", Assert.Throws<ReferralsException>(() => engine.Publishing).Message, StringComparison.Ordinal);
        var unknown = await Assert.ThrowsAsync<ArgumentException>(async () => await _there.EnrollAsync(Enrollment.Of(Ann)));
        Assert.Contains("SaveDraftAsync", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ProgramEdit.Of(" ", "why", 0));
        Assert.Throws<ArgumentException>(() => ProgramEdit.Of("who", "", 0));
    }

    private static ProgramId Spring { get; } = ProgramId.From("spring");

    private static ReferralProgram Program(int version, int amount) => ReferralProgram.Create("spring", p => p
        .Version(version)
        .Named($"Program {version}")
        .RewardReferrer(r => r.Named("thanks").Flat(amount, "EUR").When(w => w.On("purchase"))));

    private static ProgramEdit Edit(long revision) => ProgramEdit.Of("lea", "test", revision).AcceptingWarnings("a test");

    private ReferralEngine Instance(IReferralStore store, params ReferralProgram[] registered)
    {
        var options = new ReferralsOptions().StorePrograms(o => o.Lead = Lead.ToTimeSpan());
        foreach (var program in registered)
        {
            options.AddProgram(program);
        }

        return new ReferralEngine(store, options, _clock).ForProgram(Spring);
    }

    private async Task<ProgramEdit> EditAsync() => Edit((await _here.Publishing.GetAsync()).Revision);

    private async Task SaveAsync(int version, int amount) =>
        Assert.Equal(DecisionCodes.ProgramChanged, (await _here.Publishing.SaveDraftAsync(Program(version, amount), await EditAsync())).Code);

    private async Task PublishAsync(int version, bool moveReferrals = false) => Assert.Equal(
        DecisionCodes.ProgramChanged, (await _here.Publishing.PublishAsync(version, await EditAsync(), moveReferrals: moveReferrals)).Code);

    private async Task RunningAsync()
    {
        await SaveAsync(1, 10);
        await PublishAsync(1);
        _clock.Advance(Lead);
        Assert.True((await _here.EnrollAsync(Enrollment.Of(Ann))).HasCode);
    }

    private static ValueTask<Decision> SignUpAsync(ReferralEngine engine, string name) =>
        engine.SignUpAsync(SignUp.Of(CustomerId.From(name)).ReferredBy(Ann));

    /// <summary>What a new friend's order earns.</summary>
    private static async Task<decimal> EarnedAsync(ReferralEngine engine, string name)
    {
        await SignUpAsync(engine, name);
        return await ConvertAsync(engine, name, "first");
    }

    private static async Task<decimal> ConvertAsync(ReferralEngine engine, string name, string order)
    {
        var decision = await engine.ConvertAsync(Conversion.Of(CustomerId.From(name), $"{name}-{order}", "purchase", Amount.Of(80, "EUR")));
        return decision.Grants.Sum(grant => grant.Amount!.Value.Value);
    }

    private async Task AssertSoundAsync()
    {
        Assert.Empty(await _there.Operations.VerifyAsync());
        await RebuiltAsync(_there);
    }

    private static async Task RebuiltAsync(ReferralEngine engine)
    {
        var target = new InMemoryReferralStore();
        await engine.Operations.RebuildAsync(target);
        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
    }
}
