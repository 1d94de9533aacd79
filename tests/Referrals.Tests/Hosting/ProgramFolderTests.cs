using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Hosting;
using Referrals.Serialization;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Hosting;

/// <summary>Programs in a folder of JSON files, on real files.</summary>
public sealed class ProgramFolderTests : IDisposable
{
    private static readonly Duration Lead = Duration.FromSeconds(5);
    private static readonly ProgramId Spring = ProgramId.From("spring");

    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-programs-").FullName;
    private readonly InMemoryReferralStore _store = new();
    private readonly FakeClock _clock = new(Instant.FromUtc(2026, 3, 1, 9, 0));
    private readonly ReferralEngine _here;
    private readonly ReferralEngine _there;

    public ProgramFolderTests() => (_here, _there) = (Instance(), Instance());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Highest_version_of_each_program_is_published_once_by_any_number_of_instances()
    {
        Write("a-spring.json", "spring", 1, 10);
        Write("b-spring.json", "spring", 2, 20);
        Write("autumn.json", "autumn", 1, 7);
        await File.WriteAllTextAsync(Path.Combine(_folder, "referral-program.v1.schema.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(_folder, ".draft.json"), "{");
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes.txt"), "{");

        Assert.Equal(["a-spring.json Superseded", "autumn.json Published", "b-spring.json Published"], await PublishAsync(_here));
        Assert.Equal(["a-spring.json Superseded", "autumn.json Unchanged", "b-spring.json Unchanged"], await PublishAsync(_there));
        _clock.Advance(Lead);
        Assert.Equal((2, 20), await InForceAsync(_there));

        // The file of a version that was left out comes too late.
        File.Delete(Path.Combine(_folder, "b-spring.json"));
        Assert.Equal(["a-spring.json Superseded", "autumn.json Unchanged"], await PublishAsync(_here));
        var changes = (await _here.ForProgram(Spring).Publishing.ListChangesAsync()).Items;
        Assert.Equal([(ProgramChangeKind.Draft, "ci", "b-spring.json"), (ProgramChangeKind.Publish, "ci", "b-spring.json")], changes.Select(one => (one.Kind, one.By, one.Reason)));
        Assert.Empty(await _here.ForProgram(Spring).Operations.VerifyAsync());
    }

    [Fact]
    public async Task Version_that_was_published_stays_what_it_is()
    {
        Write("spring.json", "spring", 1, 10);
        await PublishAsync(_here);
        _clock.Advance(Lead);
        Write("spring.json", "spring", 1, 99);

        var outcome = Assert.Single(await _here.Publishing.PublishFolderAsync(_folder, "ci", "tried"));

        Assert.Equal((ProgramFileStatus.Refused, false), (outcome.Status, outcome.Decision!.IsAccepted));
        Assert.StartsWith($"spring.json: version 1 of spring, Refused [{outcome.Decision.Code}]", outcome.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 10), await InForceAsync(_here));
    }

    [Fact]
    public async Task Draft_that_was_left_is_published_and_one_with_another_content_is_written_anew()
    {
        Write("spring.json", "spring", 1, 10);
        await _here.ForProgram(Spring).Publishing.SaveDraftAsync(Program("spring", 1, 10), ProgramEdit.Of("ci", "died here", 0));
        Assert.Equal(["spring.json Published"], await PublishAsync(_here));

        Write("autumn.json", "autumn", 1, 7);
        await _here.ForProgram(ProgramId.From("autumn")).Publishing.SaveDraftAsync(Program("autumn", 1, 3), ProgramEdit.Of("lea", "an idea", 0));
        Assert.Equal(["autumn.json Published", "spring.json Unchanged"], await PublishAsync(_here));
    }

    [Fact]
    public async Task File_with_a_mistake_names_line_and_column_and_stops_no_other()
    {
        Write("autumn.json", "autumn", 1, 7);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "spring.json"),
            """
            {
              "schema": 1,
              "id": "spring",
              "version": 1,
              "incentives": [
                { "side": "referrer", "flat": "10 EUR" },
                { "side": "referee",
                  "flat": "ten EUR", "colour": "blue" }
              ]
            }
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "broken.json"), "{\n  \"schema\": 1,\n  \"id\": \"spr");

        var outcomes = await _here.Publishing.PublishFolderAsync(_folder, "ci", "tried");

        Assert.Equal([ProgramFileStatus.Published, ProgramFileStatus.Refused, ProgramFileStatus.Refused], outcomes.Select(one => one.Status));
        Assert.StartsWith("broken.json(3,", outcomes[1].ToString(), StringComparison.Ordinal);
        Assert.Contains("spring.json(8,7): $.incentives[1].flat: ", outcomes[2].ToString(), StringComparison.Ordinal);
        Assert.Contains("spring.json(8,26): $.incentives[1].colour: ", outcomes[2].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_version_in_two_files_is_a_mistake_unless_it_is_the_same()
    {
        Write("a.json", "spring", 1, 10);
        Write("b.json", "spring", 1, 10);
        Write("c.json", "spring", 1, 11);

        Assert.Equal(["a.json Published", "b.json Unchanged", "c.json Refused"], await PublishAsync(_here));
    }

    [Fact]
    public async Task Warnings_stop_a_file_until_somebody_accepts_them()
    {
        Write("spring.json", "spring", 1, 10);

        var outcome = Assert.Single(await _here.Publishing.PublishFolderAsync(_folder, "ci"));
        Assert.Equal((ProgramFileStatus.Refused, DecisionCodes.ProgramReviewOpen), (outcome.Status, outcome.Decision!.Code));

        Assert.Equal(["spring.json Published"], await PublishAsync(_here));
    }

    [Fact]
    public async Task Folder_is_followed_and_a_file_that_is_being_written_is_left_until_it_is_at_rest()
    {
        var (logs, time) = (new KeptLogs(), new ManualTime(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero)));
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(logs);
        services.AddSingleton<TimeProvider>(time);
        services.AddReferrals(static _ => { }).UseStore(_store).PublishProgramsFrom(_folder, o => (o.By, o.AcceptedWarnings) = ("ci", "tried"));
        await using var provider = services.BuildServiceProvider();
        var service = provider.GetServices<IHostedService>().OfType<ProgramFolderService>().Single();
        var folder = Folder(_folder, provider, logs);

        // Each half of a file could be valid by itself; only what two looks have found is taken.
        Write("spring.json", "spring", 1, 1);
        await folder.LookAsync(default);
        Assert.Empty(await VersionsAsync(provider));
        Write("spring.json", "spring", 1, 10);
        await folder.LookAsync(default);
        Assert.Empty(await VersionsAsync(provider));
        await folder.LookAsync(default);
        Assert.Equal("1", await VersionsAsync(provider));
        Assert.Equal(["spring.json: version 1 of spring, Published"], logs.At(LogLevel.Information));

        // A mistake is told once, and what is in force stays.
        await File.WriteAllTextAsync(Path.Combine(_folder, "spring.json"), "{ \"schema\": 1 }");
        for (var i = 0; i < 4; i++)
        {
            await folder.LookAsync(default);
        }

        Assert.Contains("spring.json(1,1): $.id: ", Assert.Single(logs.At(LogLevel.Warning)), StringComparison.Ordinal);
        Assert.Equal("1", await VersionsAsync(provider));

        // The same by the service, at each of its intervals.
        Write("spring.json", "spring", 2, 20);
        await service.StartAsync(default);
        for (var tries = 0; tries < 500 && await VersionsAsync(provider) == "1"; tries++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(10);
        }

        await service.StopAsync(default);
        Assert.Equal("1 2", await VersionsAsync(provider));
    }

    [Fact]
    public async Task Folder_that_is_not_there_stops_the_start_and_one_that_goes_away_is_told_of_once()
    {
        var logs = new KeptLogs();
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(logs);
        services.AddReferrals(static _ => { }).UseStore(_store).PublishProgramsFrom(Path.Combine(_folder, "gone"));
        await using var provider = services.BuildServiceProvider();
        var service = provider.GetServices<IHostedService>().OfType<ProgramFolderService>().Single();

        var refused = await Assert.ThrowsAsync<ReferralsException>(() => service.StartAsync(default));
        Assert.Contains(Path.Combine(_folder, "gone"), refused.Message, StringComparison.Ordinal);

        var folder = Folder(Path.Combine(_folder, "gone"), provider, logs);
        await folder.LookAsync(default);
        await folder.LookAsync(default);
        Assert.Single(logs.At(LogLevel.Warning));
    }

    [Fact]
    public async Task Two_instances_that_publish_at_once_publish_each_version_once()
    {
        for (var version = 1; version <= 20; version++)
        {
            Write("spring.json", "spring", version, 10 + version);
            var both = await Task.WhenAll(Task.Run(() => PublishAsync(_here)), Task.Run(() => PublishAsync(_there)));

            Assert.Contains("spring.json Published", both.SelectMany(one => one));
            _clock.Advance(Lead);
            Assert.Equal((version, 10 + version), await InForceAsync(_here));
            Assert.Equal(["spring.json Unchanged"], await PublishAsync(_there));
        }

        var published = (await _here.ForProgram(Spring).Publishing.ListChangesAsync(take: 200)).Items.Where(one => one.Kind == ProgramChangeKind.Publish);
        Assert.Equal(Enumerable.Range(1, 20), published.Select(one => one.Version!.Value));
    }

    private static ReferralProgram Program(string id, int version, decimal reward) => ReferralProgram.Create(id, p => p
        .Version(version).Qualify(q => q.On("purchase")).RewardReferrer(r => r.Named("thanks").Flat(reward, "EUR")));

    private static async Task<(int, decimal)> InForceAsync(ReferralEngine engine)
    {
        var program = (await engine.ForProgram(Spring).Publishing.GetAsync()).InForce!.Program!;
        return (program.Version, ((FlatFormula)program.Incentives[0].Formula).Amount.Value);
    }

    private static async Task<string> VersionsAsync(ServiceProvider provider)
    {
        await using var scope = provider.CreateAsyncScope();
        var status = await scope.ServiceProvider.GetRequiredService<ReferralEngine>().ForProgram(Spring).Publishing.GetAsync();
        return string.Join(' ', status.Versions.Select(one => one.Version));
    }

    private static ProgramFolder Folder(string path, ServiceProvider provider, KeptLogs logs) => new(
        path,
        (services, _, files, cancellationToken) => services.GetRequiredService<ReferralEngine>().Publishing.PublishFilesAsync(
            files, new ProgramFolderOptions { By = "ci", AcceptedWarnings = "tried" }, cancellationToken),
        provider.GetRequiredService<IServiceScopeFactory>(),
        logs);

    private void Write(string name, string id, int version, decimal reward) =>
        File.WriteAllText(Path.Combine(_folder, name), ProgramJson.Write(Program(id, version, reward)));

    private async Task<string[]> PublishAsync(ReferralEngine engine) =>
        [.. (await engine.Publishing.PublishFolderAsync(_folder, "ci", "tried")).Select(one => $"{one.File} {one.Status}")];

    private ReferralEngine Instance() => new(_store, new ReferralsOptions().StorePrograms(o => o.Lead = Lead.ToTimeSpan()), _clock);
}
