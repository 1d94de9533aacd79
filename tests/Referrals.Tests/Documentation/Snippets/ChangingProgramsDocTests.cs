using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Serialization;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The snippets of docs/changing-programs.md, compiled and run.</summary>
public sealed class ChangingProgramsDocTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 9, 0);

    [Fact]
    public async Task Platform_says_what_programs_may_say()
    {
        var guarded = new ReferralsOptions().StorePrograms(o =>
        {
            o.Limits = new ProgramLimits { MostPerReward = [Amount.Of(50, "EUR")], RequiresBudget = true };
            o.Trial = ProgramTrial.Over(days: 30, atMostDearer: 0.05m);     // would have given at most 5 % more
        });

        var referrals = new ReferralEngine(new InMemoryReferralStore(), guarded).ForProgram(ProgramId.From("spring"));
        var generous = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(60, "EUR")));
        await referrals.Publishing.SaveDraftAsync(generous, ProgramEdit.Of("lea", "more", 0));
        Assert.Equal(DecisionCodes.ProgramReviewFailed, (await referrals.Publishing.PublishAsync(1, ProgramEdit.Of("lea", "more", 1))).Code);
    }

    [Fact]
    public async Task A_live_program_is_changed_paused_and_ended()
    {
        var (monday, tomorrow, autumn) = (Instant.FromUtc(2026, 3, 9, 0, 0), Now + Duration.FromDays(1), Instant.FromUtc(2026, 9, 1, 0, 0));
        var spring = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Named("thanks").Flat(10, "EUR")));

        var options = new ReferralsOptions()
            .AddProgram(spring)     // optional: versions from code come before all that are published
            .StorePrograms();

        var clock = new FakeClock(Now);
        var referrals = new ReferralEngine(new InMemoryReferralStore(), options, clock);

        var status = await referrals.Publishing.GetAsync();
        var draft = ReferralProgram.Create("spring", p => p
            .Version(2)
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Named("thanks").Flat(20, "EUR")));
        await referrals.Publishing.SaveDraftAsync(draft, ProgramEdit.Of("lea", "more for friends", status.Revision));
        var published = await referrals.Publishing.PublishAsync(
            2, ProgramEdit.Of("lea", "agreed with finance", status.Revision + 1).AcceptingWarnings("a small circle of friends"), from: monday);

        Assert.True(published.IsAccepted);
        Assert.Equal(
            [(1, ProgramVersionStage.InForce), (2, ProgramVersionStage.Planned)],
            (await referrals.Publishing.GetAsync()).Versions.Select(one => (one.Version, one.Stage)));
        Assert.Equal(draft, ProgramJson.Read(ProgramJson.Write((await referrals.Publishing.GetAsync()).Versions[1].Program!)));

        await referrals.Publishing.WithdrawAsync(2, ProgramEdit.Of("max", "not yet", status.Revision + 2));

        Assert.Equal(ProgramVersionStage.Draft, (await referrals.Publishing.GetAsync()).Versions[1].Stage);
        var (seenBefore, revision) = (status.Revision, status.Revision + 3);

        var lost = await referrals.Publishing.PauseAsync(ProgramEdit.Of("max", "too many sign-ups", seenBefore));
        Console.WriteLine(lost.Code);   // program.changed_meanwhile

        Assert.Equal("program.changed_meanwhile", lost.Code);

        await referrals.Publishing.PauseAsync(ProgramEdit.Of("lea", "a wave of fraud", revision));
        await referrals.Publishing.ResumeAsync(ProgramEdit.Of("lea", "it is over", revision + 1), from: tomorrow);
        await referrals.Publishing.EndAsync(ProgramEdit.Of("lea", "end of the season", revision + 2), conversionsToo: true, from: autumn);

        clock.Advance(Duration.FromSeconds(5));
        Assert.True(referrals.Program.IsPaused);
        Assert.Equal(
            [(ProgramPhase.Running, tomorrow), (ProgramPhase.Ended, autumn)],
            (await referrals.Publishing.GetAsync()).Planned.Select(step => (step.Phase, step.From)));

        var history = await referrals.Publishing.ListChangesAsync();
        foreach (var change in history.Items)
        {
            Console.WriteLine($"{change.OccurredAt} {change.By} {change.Kind} {change.Version}: {change.Reason}");
        }

        Assert.Equal(6, history.Items.Count);
    }

    [Fact]
    public async Task Programs_come_from_a_folder_of_files()
    {
        var folder = Directory.CreateTempSubdirectory("referrals-programs-").FullName;
        var (services, rules) = (new ServiceCollection(), CustomRules.Empty);
        services.AddReferrals(r => r.AddRules(rules))
            .PublishProgramsFrom(folder, o =>
            {
                o.By = "deployment";
                o.AcceptedWarnings = "reviewed in the pull request";    // without it, a version with warnings is not published
            });
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        var program = ReferralProgram.Create("spring", p => p.Version(2).Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(20, "EUR")));
        await File.WriteAllTextAsync(Path.Combine(folder, "spring.json"), ProgramJson.Write(program));
        var printed = PrintedText.OfThisTest();

        foreach (var file in await referrals.Publishing.PublishFolderAsync(folder, by: "deployment", acceptedWarnings: "reviewed in the pull request"))
        {
            Console.WriteLine(file);    // spring.json: version 2 of spring, Published
        }

        Assert.Equal("spring.json: version 2 of spring, Published", printed.ToString().Trim());
        Directory.Delete(folder, recursive: true);
    }
}
