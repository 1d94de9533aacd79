using Referrals.Hosting;
using Referrals.Serialization;

namespace Referrals;

/// <summary>Publishes the programs of files that are not published yet.</summary>
internal sealed class ProgramFilePublication(EngineScope scope, ProgramFolderOptions options)
{
    internal async ValueTask<IReadOnlyList<ProgramFileOutcome>> RunAsync(IReadOnlyList<ProgramFile> files, CancellationToken cancellationToken)
    {
        var read = files.Select(Read).ToArray();
        var latest = read.Where(static one => one.Program is not null)
            .GroupBy(static one => one.Program!.Id)
            .ToDictionary(static group => group.Key, static group => group.MaxBy(static one => one.Program!.Version)!);
        var outcomes = new List<ProgramFileOutcome>(read.Length);
        foreach (var one in read)
        {
            outcomes.Add(one.Program is not { } program ? one
                : latest[program.Id] is var chosen && chosen.Program!.Version > program.Version ? one with { Status = ProgramFileStatus.Superseded }
                : chosen.Program == program ? await PublishAsync(one, program, cancellationToken).ConfigureAwait(false)
                : one with { MistakeList = [Twice(program, chosen.File)] });
        }

        return outcomes;
    }

    private ProgramFileOutcome Read(ProgramFile file)
    {
        var outcome = new ProgramFileOutcome(file.Name, ProgramFileStatus.Refused);
        try
        {
            return outcome with { Program = ProgramJson.Read(file.Text, scope.Options.Rules) };
        }
        catch (ReferralProgramException exception)
        {
            return outcome with { MistakeList = exception.Findings.ToValueList() };
        }
    }

    private static ProgramFinding Twice(ReferralProgram program, string other) => new ProgramFinding(
        ProgramCodes.DuplicateVersion, "$.version", $"Version {program.Version} of '{program.Id}' is in {other} too, with another content; give one of them the next number.")
        .At((1, 1));

    private async ValueTask<ProgramFileOutcome> PublishAsync(ProgramFileOutcome file, ReferralProgram program, CancellationToken cancellationToken)
    {
        var publishing = new PublishingOperations(scope with { Program = program.Id });
        var status = await publishing.GetAsync(cancellationToken).ConfigureAwait(false);
        var known = status.Versions.FirstOrDefault(one => one.Version == program.Version);
        var isSame = known?.Program is { } stored && ProgramFingerprint.Of(stored) == ProgramFingerprint.Of(program);
        if (isSame && known!.Stage != ProgramVersionStage.Draft)
        {
            return file with { Status = ProgramFileStatus.Unchanged };
        }

        if (known is null && status.Versions.Any(one => one.Version > program.Version && one.Stage != ProgramVersionStage.Draft))
        {
            return file with { Status = ProgramFileStatus.Superseded };
        }

        var revision = status.Revision;
        if (!isSame)
        {
            var draft = await publishing.SaveDraftAsync(program, Edit(file, revision++), cancellationToken).ConfigureAwait(false);
            if (!draft.IsAccepted)
            {
                return file with { Decision = draft };
            }
        }

        var decision = await publishing.PublishAsync(
            program.Version, Edit(file, revision), moveReferrals: options.MovesReferrals, cancellationToken: cancellationToken).ConfigureAwait(false);
        return file with { Status = decision.IsAccepted ? ProgramFileStatus.Published : ProgramFileStatus.Refused, Decision = decision };
    }

    private ProgramEdit Edit(ProgramFileOutcome file, long revision)
    {
        var edit = ProgramEdit.Of(options.By, Shortened(file.File), revision);
        return options.AcceptedWarnings is { } why ? edit.AcceptingWarnings(why) : edit;
    }

    /// <summary>The reason of a change is the file; a name can be longer than a reason.</summary>
    private static string Shortened(string name) => name.Length <= InputText.MaxLength ? name : name[..InputText.MaxLength];
}
