using System.Globalization;
using System.Security.Claims;
using Referrals.Explanations;

namespace Referrals.AI;

/// <summary>How functions know who asks, and within which limits they answer. See <c>AddAITools</c>.</summary>
public sealed class ReferralToolOptions
{
    /// <summary>The fewest bytes that <see cref="ProposalKey"/> can have: 32.</summary>
    public const int MinKeyLength = 32;

    /// <summary>
    /// Who asks, from the signed-in principal of a request; <c>null</c> for nobody, who gets no function at all. Needed by everything that has a principal
    /// and no <see cref="ToolCaller"/>, such as an MCP server.
    /// </summary>
    /// <value>The default is <c>null</c>: callers are made by the host alone.</value>
    public Func<ClaimsPrincipal, ToolCaller?>? Caller { get; set; }

    /// <summary>
    /// What the application calls its customers towards a referrer, such as "Ben K."; asked once for each page of friends. It stands in a field of its own
    /// and never in a ready sentence.
    /// </summary>
    /// <value>The default is <c>null</c>: friends have no label.</value>
    public Func<IReadOnlyList<CustomerId>, CancellationToken, ValueTask<IReadOnlyDictionary<CustomerId, string>>>? FriendLabels { get; set; }

    /// <summary>The words of reasons and terms in a culture.</summary>
    /// <value>The default is <see cref="ReferralTexts.For"/>: English, German, French or Spanish.</value>
    public Func<CultureInfo, ReferralTexts> Words { get; set; } = ReferralTexts.For;

    /// <summary>The unit of money in KPIs.</summary>
    /// <value>The default is <c>null</c>: that of the first payout rule, else of the first reward in money, else EUR.</value>
    public Unit? Money { get; set; }

    /// <summary>
    /// The fewest observations behind a KPI that is given out. A value that rests on fewer is left out, since it would tell of single persons.
    /// </summary>
    /// <value>The default is 5; 1 to 1,000.</value>
    public int SmallestCell { get; set; } = 5;

    /// <summary>How often one caller may call functions in a minute; beyond it the answer is the error <c>tool.too_often</c>.</summary>
    /// <value>The default is 60; 1 to 100,000.</value>
    public int CallsPerMinute { get; set; } = 60;

    /// <summary>How many codes one participant may have checked in a minute.</summary>
    /// <value>The default is 10; 1 to 100,000.</value>
    public int CodesPerMinute { get; set; } = 10;

    /// <summary>How long a call may take; beyond it the answer is the error <c>tool.timeout</c>.</summary>
    /// <value>The default is 10 seconds; 1 millisecond to 10 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a simulation of a changed program may take, which reads the whole history.</summary>
    /// <value>The default is 2 minutes; 1 millisecond to 1 hour.</value>
    public TimeSpan SimulationTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a proposal can be confirmed.</summary>
    /// <value>The default is 10 minutes; 1 minute to 1 day.</value>
    public TimeSpan ProposalLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// At least <see cref="MinKeyLength"/> bytes that nobody can guess, with which proposals are sealed; the same on every instance of the application.
    /// </summary>
    /// <value>The default is <c>null</c>: a key of this process alone, so that a restart ends all open proposals.</value>
    public ReadOnlyMemory<byte>? ProposalKey { get; set; }

    /// <summary>
    /// The page of the application on which a person confirms a proposal, by its token. Its link stands in the answer to the model; the page has to ask who is
    /// signed in, show the proposal and take a press of a button.
    /// </summary>
    /// <value>The default is <c>null</c>: the application shows proposals by itself.</value>
    public Func<string, Uri>? ConfirmationPage { get; set; }

    /// <summary>Throws where an option is wrong.</summary>
    /// <exception cref="ReferralsException">An option is out of its range.</exception>
    internal void Check()
    {
        Range(SmallestCell, 1_000, nameof(SmallestCell));
        Range(CallsPerMinute, 100_000, nameof(CallsPerMinute));
        Range(CodesPerMinute, 100_000, nameof(CodesPerMinute));
        Range(Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10), nameof(Timeout));
        Range(SimulationTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), nameof(SimulationTimeout));
        Range(ProposalLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), nameof(ProposalLifetime));
        if (ProposalKey is { Length: < MinKeyLength } key)
        {
            throw Wrong(nameof(ProposalKey), $"{key.Length} bytes long", $"at least {MinKeyLength} bytes");
        }

        if (Words is null)
        {
            throw Wrong(nameof(Words), "null", "a function, such as ReferralTexts.For");
        }
    }

    private static void Range(int value, int max, string name)
    {
        if (value < 1 || value > max)
        {
            throw Wrong(name, value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"from 1 to {max:N0}"));
        }
    }

    private static void Range(TimeSpan value, TimeSpan min, TimeSpan max, string name)
    {
        if (value < min || value > max)
        {
            throw Wrong(name, value.ToString("c", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"from {min:c} to {max:c}"));
        }
    }

    private static ReferralsException Wrong(string option, string value, string rule) =>
        new($"{nameof(ReferralToolOptions)}.{option} is {value}; it has to be {rule}. Set it in AddAITools(o => o.{option} = ...).");
}
