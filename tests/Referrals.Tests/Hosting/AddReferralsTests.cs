using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Referrals.Tests.Hosting;

/// <summary>What is wrong with a host's set-up shows when the host starts, not in front of a customer.</summary>
public sealed class AddReferralsTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(1, "EUR")));

    [Fact]
    public async Task Engine_is_one_for_each_scope_and_works_in_memory_by_default()
    {
        await using var services = Start(r => r.AddProgram(Program));
        await using var scope = services.CreateAsyncScope();
        await using var other = services.CreateAsyncScope();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();

        var enrolled = await referrals.EnrollAsync(Enrollment.Of(CustomerId.From("alice")));
        var again = await other.ServiceProvider.GetRequiredService<ReferralEngine>().EnrollAsync(Enrollment.Of(CustomerId.From("alice")));

        Assert.NotSame(referrals, other.ServiceProvider.GetRequiredService<ReferralEngine>());
        Assert.Equal(enrolled.Code, again.Code);
    }

    [Fact]
    public void Start_without_a_program_fails_and_names_the_call() =>
        Assert.Contains("AddProgram", Assert.Throws<OptionsValidationException>(() => Start(_ => { })).Message, StringComparison.Ordinal);

    [Fact]
    public void Start_with_a_rule_that_is_not_registered_fails_and_names_it()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Custom("loyalty", "EUR")));

        var exception = Assert.Throws<OptionsValidationException>(() => Start(r => r.AddProgram(program)));

        Assert.Contains("AddRule(\"loyalty\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_with_the_same_version_twice_fails() =>
        Assert.Throws<OptionsValidationException>(() => Start(r => r.AddProgram(Program).AddProgram(Program)));

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void Start_with_attempts_out_of_range_fails(int attempts) =>
        Assert.Throws<OptionsValidationException>(() => Start(r => r.AddProgram(Program).MaxAttempts = attempts));

    private static ServiceProvider Start(Action<ReferralsOptions> configure)
    {
        var services = new ServiceCollection();
        _ = services.AddReferrals(configure);
        var provider = services.BuildServiceProvider();

        // What a host does when it starts.
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider;
    }
}
