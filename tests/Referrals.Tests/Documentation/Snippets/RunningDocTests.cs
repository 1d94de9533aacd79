using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Referrals.Events;
using Referrals.Operations;
using Referrals.Storage;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>What docs/running.md shows.</summary>
public sealed class RunningDocTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR")));

    private readonly Bus _bus = new();

    [Fact]
    public async Task Every_program_hears_of_an_order()
    {
        var points = ReferralProgram.Create("points", p => p.RewardReferrer(r => r.Flat(100, "points")));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Program).AddProgram(points));
        var bob = CustomerId.From("bob");
        var printed = PrintedText.OfThisTest();

        var decisions = await referrals.ForEveryProgram().ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")));
        foreach (var (program, decision, fault) in decisions.Each)
        {
            Console.WriteLine($"{program}: {decision?.Code ?? fault?.Message}");
        }

        Assert.Equal(["points: conversion.waiting", "spring: conversion.waiting", string.Empty], printed.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public async Task Events_go_out_in_the_background()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_bus);
        var program = Program;

        services.AddReferrals(r => r.AddProgram(program))
            .PublishEventsTo<BusHandler>(o => o.Source = "https://shop.example/referrals")
            .AddBackgroundProcessing(o => o.Interval = TimeSpan.FromSeconds(5));

        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        await referrals.EnrollAsync(Enrollment.Of(CustomerId.From("ann")));
        var service = provider.GetServices<IHostedService>().Last();
        await service.StartAsync(default);
        for (var tries = 0; tries < 500 && _bus.Sent.Count == 0; tries++)
        {
            await Task.Delay(20);
        }

        await service.StopAsync(default);
        Assert.Equal(["ann"], _bus.Sent);

        await foreach (var dead in referrals.Events.ReadDeadLettersAsync())
        {
            await referrals.Events.RetryAsync(dead.Id);           // once the bus is mended
        }
    }

    [Fact]
    public async Task Partition_is_audited_rebuilt_and_moved()
    {
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Program));
        await referrals.EnrollAsync(Enrollment.Of(CustomerId.From("ann")));
        var emptyStore = new InMemoryReferralStore();
        var elsewhere = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Program));
        var path = Path.GetTempFileName();

        var findings = await referrals.Operations.VerifyAsync();           // empty if all is right

        await referrals.Operations.RebuildAsync(emptyStore);               // decides the whole journal again
        var differences = await referrals.Operations.CompareAsync(emptyStore).ToListAsync();

        await using (var file = File.Create(path))
        {
            await referrals.Operations.ExportAsync(file);
        }

        await using (var file = File.OpenRead(path))
        {
            await elsewhere.Operations.ImportAsync(file);                  // another database, or another tenant
        }

        Assert.Empty(findings);
        Assert.Empty(differences);
        Assert.Single(await elsewhere.Operations.ReadDecisionsAsync().ToListAsync());
        await using var spoiled = new MemoryStream("{}"u8.ToArray());
        await Assert.ThrowsAsync<PartitionFileException>(async () => await elsewhere.Operations.ImportAsync(spoiled));
        File.Delete(path);
    }

    [Fact]
    public async Task Person_is_told_and_forgotten()
    {
        var key = RandomNumberGenerator.GetBytes(32);           // from your secrets, the same one for ever
        var options = new ReferralsOptions().AddProgram(Program).UsePseudonyms(key);
        var referrals = new ReferralEngine(new InMemoryReferralStore(), options);
        var ann = CustomerId.From("ann@shop.example");
        await referrals.EnrollAsync(Enrollment.Of(ann));
        using var file = new MemoryStream();

        await referrals.Privacy.ExportAsync(ann, file);           // all that is known, as JSON
        await referrals.Privacy.EraseAsync(ann);                        // nothing leads to ann any more

        Assert.True(file.Length > 0);
        Assert.Null(await referrals.Privacy.FindPseudonymAsync(ann));
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    private sealed class Bus
    {
        public List<string> Sent { get; } = [];

        public Task SendAsync(string key, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Assert.False(json.IsEmpty);
            Sent.Add(key);
            return Task.CompletedTask;
        }
    }

    private sealed class BusHandler(Bus bus) : IReferralEventHandler
    {
        public async ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken) =>
            await bus.SendAsync(referralEvent.Stream, referralEvent.Json, cancellationToken);
    }
}
