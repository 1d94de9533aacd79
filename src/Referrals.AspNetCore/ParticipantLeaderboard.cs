using System.Globalization;
using NodaTime;

namespace Referrals.AspNetCore;

/// <summary>The leaderboard of the participant page: who brought the most friends in this calendar month of the program's time zone.</summary>
public sealed class ParticipantLeaderboard
{
    /// <summary>How many referrers it shows; whoever looks is shown with their own rank besides.</summary>
    /// <value>The default is 10; 3 to 50.</value>
    public int Take { get; set; } = 10;

    /// <summary>How long a leaderboard that was made is shown to everybody.</summary>
    /// <value>The default is 1 minute; 1 second to 1 day.</value>
    public Duration RefreshInterval { get; set; } = Duration.FromMinutes(1);

    /// <summary>
    /// What referrers are called towards all others, such as "Ben K."; asked for those who are shown. Return only names whose owners have agreed to be
    /// shown by them.
    /// </summary>
    /// <value>The default is <c>null</c>: everybody else is "somebody".</value>
    public Func<IReadOnlyList<CustomerId>, CancellationToken, ValueTask<IReadOnlyDictionary<CustomerId, string>>>? Names { get; set; }

    /// <summary>What is wrong, as the option, its value and the rule; <c>null</c> for nothing.</summary>
    internal (string Option, string Value, string Rule)? Fault() =>
        Take is < 3 or > 50 ? (nameof(Take), Take.ToString(CultureInfo.InvariantCulture), "from 3 to 50")
        : RefreshInterval < Duration.FromSeconds(1) || RefreshInterval > Duration.FromDays(1)
            ? (nameof(RefreshInterval), RefreshInterval.ToString(), "from 1 second to 1 day")
        : null;
}
