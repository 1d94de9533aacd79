using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Referrals.Serialization;

namespace Referrals.Hosting;

/// <summary>How a folder of programs is followed; see <c>PublishProgramsFrom</c>.</summary>
public sealed class ProgramFolderOptions
{
    /// <summary>How often the folder is looked at. A file is taken once two looks in a row have found the same in all files.</summary>
    /// <value>The default is 2 seconds; 100 milliseconds to an hour.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Who publishes, as the history of changes names it: 1 to 128 characters.</summary>
    /// <value>The default is <c>folder</c>.</value>
    public string By { get; set; } = "folder";

    /// <summary>
    /// Why warnings of the review are accepted: 1 to 128 characters, kept with each change. <c>null</c>, the default, refuses a version that has any.
    /// </summary>
    public string? AcceptedWarnings { get; set; }

    /// <summary>Whether referrals under way are judged by a new version too.</summary>
    /// <value>The default is <c>false</c>: they keep the version under which they were created.</value>
    public bool MovesReferrals { get; set; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, TimeSpan.FromMilliseconds(100), nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Interval, TimeSpan.FromHours(1), nameof(Interval));
        _ = InputText.Check(By);
        _ = AcceptedWarnings is null ? null : InputText.Check(AcceptedWarnings);
    }
}

/// <summary>A file of a folder of programs, as it was read.</summary>
/// <param name="Name">Its name, without the folder.</param>
/// <param name="Text">What it holds.</param>
internal sealed record ProgramFile(string Name, string Text)
{
    /// <summary>The programs of a folder, by name: files that end in <c>.json</c>, but no schemas and no hidden files; no folders inside it.</summary>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file cannot be read.</exception>
    internal static IReadOnlyList<ProgramFile> In(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles("*.json")
            .Where(static file => file.Name[0] != '.' && !file.Name.EndsWith(".schema.json", StringComparison.OrdinalIgnoreCase))
            .OrderBy(static file => file.Name, StringComparer.Ordinal)
            .Select(static file => new ProgramFile(file.Name, Read(file.FullName))),
    ];

    /// <summary>No more than shows that it is too large for a program.</summary>
    private static string Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[(int)Math.Min(stream.Length, ProgramJson.MaxBytes + 8)];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, length), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}

/// <summary>What became of a file of a folder of programs.</summary>
public sealed record ProgramFileOutcome
{
    internal ProgramFileOutcome(string file, ProgramFileStatus status)
    {
        File = file;
        Status = status;
    }

    /// <summary>The file's name, without the folder.</summary>
    public string File { get; }

    /// <summary>What became of it.</summary>
    public ProgramFileStatus Status { get; internal init; }

    /// <summary>The program in the file; <c>null</c> where it cannot be read.</summary>
    public ReferralProgram? Program { get; internal init; }

    /// <summary>The decision that published the version, or refused it with a reason; <c>null</c> where nothing was decided.</summary>
    public Decision? Decision { get; internal init; }

    /// <summary>What is wrong in the file, with lines and columns.</summary>
    public IReadOnlyList<ProgramFinding> Mistakes => MistakeList;

    internal ValueList<ProgramFinding> MistakeList { get; init; } = [];

    /// <summary>
    /// Such as <c>spring.json: version 2 of spring, Published</c>; for mistakes one line each, such as
    /// <c>spring.json(7,5): $.incentives[0].flat: ... [program.unknown_currency]</c>.
    /// </summary>
    public override string ToString() => MistakeList.Count > 0
        ? string.Join('\n', MistakeList.Select(mistake => $"{File}({mistake.Line},{mistake.Column}): {mistake}"))
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{File}: version {Program?.Version} of {Program?.Id}, {Status}{(Status == ProgramFileStatus.Refused ? $" [{Decision?.Code}]\n{Decision?.Explanation.ToText()}" : string.Empty)}");
}

/// <summary>What became of a file of a folder of programs.</summary>
public enum ProgramFileStatus
{
    /// <summary>Its version was published, and is in force after <c>StoredProgramOptions.Lead</c>.</summary>
    Published = 0,

    /// <summary>Its version is published already, or registered by the code, with the same content.</summary>
    Unchanged = 1,

    /// <summary>A later version is published, or in another file; nothing was done.</summary>
    Superseded = 2,

    /// <summary>It holds no valid program, or the version was refused. What is in force stays in force.</summary>
    Refused = 3,
}

/// <summary>
/// Looks at a folder again and again, and publishes what is new in it. A file that is still being written is left until it is at rest: the same in
/// two looks.
/// </summary>
internal sealed class ProgramFolder
{
    private readonly string _path;
    private readonly Func<IServiceProvider, TenantId, IReadOnlyList<ProgramFile>, CancellationToken, ValueTask<IReadOnlyList<ProgramFileOutcome>>> _publish;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _logger;
    private IReadOnlyList<ProgramFile> _seen = [];
    private IReadOnlyList<ProgramFile>? _done;
    private string? _failure;

    /// <param name="path">The folder.</param>
    /// <param name="publish">Publishes files for a tenant, with the services of a scope of its own.</param>
    /// <param name="scopes">Makes the scopes.</param>
    /// <param name="logger">Gets what is published, what is refused, and what fails.</param>
    internal ProgramFolder(
        string path,
        Func<IServiceProvider, TenantId, IReadOnlyList<ProgramFile>, CancellationToken, ValueTask<IReadOnlyList<ProgramFileOutcome>>> publish,
        IServiceScopeFactory scopes,
        ILogger logger)
    {
        _path = path;
        _publish = publish;
        _scopes = scopes;
        _logger = logger;
    }

    /// <summary>The folder.</summary>
    internal string Path => _path;

    /// <summary>One look.</summary>
    internal async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var files = ProgramFile.In(_path);
            var isAtRest = files.SequenceEqual(_seen);
            _seen = files;
            if (isAtRest && !(_done is { } done && files.SequenceEqual(done)))
            {
                _done = await PublishAsync(files, cancellationToken).ConfigureAwait(false) ? files : null;
            }

            _failure = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What fails again and again, such as a store that is away, is told once.
            if (_failure != exception.Message)
            {
                Log.FolderFailed(_logger, exception, _path);
            }

            _failure = exception.Message;
        }
    }

    /// <returns>Whether all is done that can be: no other instance was faster.</returns>
    private async ValueTask<bool> PublishAsync(IReadOnlyList<ProgramFile> files, CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var tenant in await BackgroundRounds.TenantsAsync(_scopes, cancellationToken).ConfigureAwait(false))
        {
            var scope = _scopes.CreateAsyncScope();
            await using var disposal = scope.ConfigureAwait(false);
            foreach (var outcome in await _publish(scope.ServiceProvider, tenant, files, cancellationToken).ConfigureAwait(false))
            {
                isDone &= outcome.Decision?.Code != DecisionCodes.ProgramChangedMeanwhile;
                if (outcome.Status == ProgramFileStatus.Refused)
                {
                    Log.FileRefused(_logger, outcome.ToString());
                }
                else if (outcome.Status == ProgramFileStatus.Published)
                {
                    Log.FilePublished(_logger, outcome.ToString());
                }
            }
        }

        return isDone;
    }
}

/// <summary>Follows a folder from the start of the application to its end.</summary>
internal sealed class ProgramFolderService(ProgramFolder folder, TimeSpan interval, TimeProvider time) : BackgroundService
{
    /// <exception cref="ReferralsException">There is no such folder.</exception>
    public override Task StartAsync(CancellationToken cancellationToken) => Directory.Exists(folder.Path)
        ? base.StartAsync(cancellationToken)
        : throw new ReferralsException($"The folder of programs '{folder.Path}' does not exist. Create it, or name another one in PublishProgramsFrom.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            await folder.LookAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
