namespace Referrals.Tests.Architecture;

/// <summary>What is banned where. Each entry names its replacement, because a ban alone only annoys.</summary>
internal static class BannedMembers
{
    private const string Clock = "the Instant that the caller passes, or the IClock of the pipeline";
    private const string Entropy = "the entropy that the caller passes";
    private const string Pure = "a value passed in as a parameter; the pipeline does the work around the decision";

    /// <summary>Readings of the machine's clock.</summary>
    public static readonly IReadOnlyList<BannedMember> AmbientClock =
    [
        new("System.DateTime.Now", Clock),
        new("System.DateTime.UtcNow", Clock),
        new("System.DateTime.Today", Clock),
        new("System.DateTimeOffset.Now", Clock),
        new("System.DateTimeOffset.UtcNow", Clock),
        new("System.TimeProvider.System", Clock),
        new("System.Diagnostics.Stopwatch", "TimeProvider.GetTimestamp of the host's TimeProvider"),
        new("System.Environment.TickCount", Clock),
        new("System.Environment.TickCount64", Clock),
        new("NodaTime.SystemClock", Clock),
        new("NodaTime.DateTimeZoneProviders.Bcl", "DateTimeZoneProviders.Tzdb"),
    ];

    /// <summary>Numbers that nobody can repeat.</summary>
    public static readonly IReadOnlyList<BannedMember> AmbientRandomness =
    [
        new("System.Random", Entropy),
        new("System.Security.Cryptography.RandomNumberGenerator", Entropy),
        new("System.Guid.NewGuid", "an id derived from what caused it"),
        new("System.Guid.CreateVersion7", "an id derived from what caused it"),
    ];

    /// <summary>Everything that would make a stage more than a function of its parameters.</summary>
    public static readonly IReadOnlyList<BannedMember> InStages =
    [
        .. AmbientClock,
        .. AmbientRandomness,
        new("NodaTime.IClock", "an Instant parameter"),
        new("System.TimeProvider", "an Instant parameter"),
        new("System.Threading.Tasks.*", Pure),
        new("System.Collections.Generic.IAsyncEnumerable", Pure),
        new("System.Threading.Thread", Pure),
        new("System.Threading.Timer", Pure),
        new("System.Threading.CancellationToken", Pure),
        new("System.IO.File", Pure),
        new("System.IO.FileInfo", Pure),
        new("System.IO.FileStream", Pure),
        new("System.IO.Directory", Pure),
        new("System.IO.DirectoryInfo", Pure),
        new("System.IO.Path", Pure),
        new("System.IO.StreamReader", "a TextReader over text in memory, or lines passed in as a parameter"),
        new("System.IO.StreamWriter", "a StringBuilder, or a TextWriter passed in as a parameter"),
        new("System.Net.Dns", Pure),
        new("System.Net.Http.*", Pure),
        new("System.Net.Sockets.*", Pure),
        new("System.Console", "the decision's explanation"),
        new("System.Environment.GetEnvironmentVariable", Pure),
        new("System.Environment.MachineName", Pure),
        new("System.Environment.NewLine", "'\\n', so that texts are equal on every machine"),
        new("System.Globalization.CultureInfo.CurrentCulture", "CultureInfo.InvariantCulture or a culture parameter"),
        new("System.Globalization.CultureInfo.CurrentUICulture", "CultureInfo.InvariantCulture or a culture parameter"),
        new("System.IServiceProvider", Pure),
        new("Microsoft.Extensions.*", Pure),
        new("System.Diagnostics.Activity", "the telemetry around the store and the pipeline"),
        new("System.Diagnostics.ActivitySource", "the telemetry around the store and the pipeline"),
        new("System.Diagnostics.Metrics.*", "the telemetry around the store and the pipeline"),
    ];
}
