namespace Referrals;

/// <summary>How programs are kept in the store; see <see cref="ReferralsOptions.StorePrograms"/>.</summary>
public sealed class StoredProgramOptions
{
    /// <summary>
    /// How long after it was told a change of a program takes effect at the earliest. It has to be longer than twice what the clocks of the
    /// application's instances differ by: then no instance can decide under a version that is not in force, though none waits for another.
    /// </summary>
    /// <value>The default is 5 seconds; 100 milliseconds to an hour.</value>
    public TimeSpan Lead { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How old what pages show of a program may be. Decisions always read it anew.
    /// </summary>
    /// <value>The default is 2 seconds; 100 milliseconds to an hour.</value>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What programs may say. A version that does not keep to it cannot be published.</summary>
    /// <value>The default is no limit.</value>
    public ProgramLimits Limits { get; set; } = new();

    /// <summary>A trial that every version must pass before it is published; <c>null</c>, the default, for none.</summary>
    public ProgramTrial? Trial { get; set; }

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Limits);
        foreach (var (value, name) in ((TimeSpan, string)[])[(Lead, nameof(Lead)), (RefreshInterval, nameof(RefreshInterval))])
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMilliseconds(100), name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1), name);
        }
    }
}
