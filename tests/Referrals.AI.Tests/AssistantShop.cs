using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.AI.Auditing;
using Referrals.Testing;

namespace Referrals.AI.Tests;

/// <summary>An application with functions, whose time stands still until a test moves it.</summary>
internal sealed class AssistantShop : IAsyncDisposable
{
    internal static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 9, 30);

    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;

    internal AssistantShop(Action<ReferralToolOptions>? configure = null, ReferralProgram? program = null, Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(Clock);
        services.AddScoped<IToolAudit>(_ => Audit);
        add?.Invoke(services);
        _ = services.AddReferrals(r => r.AddProgram(program ?? Spring())).AddAITools(o =>
        {
            o.CallsPerMinute = 10_000;
            o.FriendLabels = (friends, _) => ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(
                friends.Where(Labels.ContainsKey).ToDictionary(static one => one, one => Labels[one]));
            configure?.Invoke(o);
        });
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        _scope = _services.CreateAsyncScope();
    }

    internal FakeClock Clock { get; } = new(Start);

    internal KeptCalls Audit { get; } = new();

    internal Dictionary<CustomerId, string> Labels { get; } = [];

    internal ReferralEngine Engine => _scope.ServiceProvider.GetRequiredService<ReferralEngine>();

    internal ReferralTools Tools => _scope.ServiceProvider.GetRequiredService<ReferralTools>();

    internal static ReferralProgram Spring() => ReferralProgram.Create("spring", p => p
        .Named("Spring")
        .InZone("Europe/Berlin")
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
        .RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14)).ExpiresAfter(TimePeriod.Days(60)))
        .RewardReferee(r => r.Flat(5, "EUR"))
        .Guard(g => g.Against(Guard.ReferralsPerReferrer(3, TimePeriod.Days(1))).Reviewed(TimePeriod.Days(7), WhenOverdue.Reject))
        .ReviewManualRewardsAbove(50, "EUR")
        .PayOutFrom(5, "EUR"));

    /// <summary>
    /// Ann invites four friends on one day. Bob buys for 80 EUR, Cid for 20 EUR (too little), Dan not at all, and Eve is held because she is the fourth.
    /// Zoe came by herself and bought.
    /// </summary>
    internal async Task<string> TellStoryAsync()
    {
        var code = (await Engine.EnrollAsync(Enrollment.Of(Id("ann")))).Code.Value;
        foreach (var friend in new[] { "bob", "cid", "dan", "eve" })
        {
            _ = await Engine.SignUpAsync(SignUp.Of(Id(friend)).WithCode(code));
            Clock.Advance(Duration.FromMinutes(5));
        }

        _ = await Engine.SignUpAsync(SignUp.Of(Id("zoe")));
        await BuyAsync("bob", "L-1002", 80);
        await BuyAsync("cid", "L-1003", 20);
        await BuyAsync("zoe", "L-1004", 90);
        await BuyAsync("eve", "L-1005", 60);
        return code;
    }

    internal async Task<Decision> BuyAsync(string customer, string order, decimal price) =>
        await Engine.ConvertAsync(Conversion.Of(Id(customer), order, "purchase", Amount.Of(price, "EUR")));

    internal static CustomerId Id(string customer) => CustomerId.From(customer);

    internal static ToolCaller Participant(string customer, string culture = "en-GB") =>
        ToolCaller.Participant(Id(customer)) with { Culture = System.Globalization.CultureInfo.GetCultureInfo(culture) };

    internal static ToolCaller Team(ToolPermissions permissions, string name = "mia") =>
        ToolCaller.Team(name, permissions) with { Culture = System.Globalization.CultureInfo.GetCultureInfo("en-GB") };

    internal async Task<JsonElement> AskAsync(ToolCaller caller, string tool, params (string Name, object? Value)[] arguments)
    {
        var function = Tools.Find(caller, tool);
        Assert.NotNull(function);
        return await AskAsync(function, arguments);
    }

    internal static async Task<JsonElement> AskAsync(AIFunction function, params (string Name, object? Value)[] arguments) =>
        (JsonElement)(await function.InvokeAsync(new AIFunctionArguments(arguments.ToDictionary(static one => one.Name, static one => one.Value))))!;

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
    }
}

/// <summary>An audit log that a test reads, and can break.</summary>
internal sealed class KeptCalls : IToolAudit
{
    internal List<ToolCallRecord> Records { get; } = [];

    internal bool IsBroken { get; set; }

    public ValueTask RecordAsync(ToolCallRecord record, CancellationToken cancellationToken)
    {
        if (IsBroken)
        {
            throw new InvalidOperationException("The audit log cannot be written.");
        }

        Records.Add(record);
        return ValueTask.CompletedTask;
    }
}

internal static class AnswerReading
{
    internal static string TextOf(this JsonElement answer) => answer.GetProperty("text").GetString()!;

    internal static string? ErrorOf(this JsonElement answer) => answer.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null;

    /// <summary>Every text in an answer, however deep.</summary>
    internal static IEnumerable<string> Texts(this JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.Object => answer.EnumerateObject().SelectMany(static member => member.Value.Texts()),
        JsonValueKind.Array => answer.EnumerateArray().SelectMany(static item => item.Texts()),
        JsonValueKind.String => [answer.GetString()!],
        _ => [],
    };
}
