using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Referrals.Serialization;

/// <summary>Referral programs as JSON: a program written and read again is equal to the first.</summary>
/// <remarks>
/// The form has a version of its own, the member <c>schema</c>, now 1, and a published JSON schema,
/// <c>referral-program.v1.schema.json</c>. Reading is strict: unknown and repeated members are mistakes, as are files above 64 kB
/// or nested deeper than 16 levels. All mistakes are reported at once, each with its JSON path and what to write instead.
/// </remarks>
public static class ProgramJson
{
    /// <summary>The largest program that is read, in bytes of UTF-8.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>The version of the form that is written and read.</summary>
    public const int SchemaVersion = 1;

    private const int MaxDepth = 16;

    /// <summary>Reads a program.</summary>
    /// <exception cref="ReferralProgramException">The text is no program; everything that is wrong is in the exception.</exception>
    public static ReferralProgram Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return ReadAnywhere(json);
        }
        catch (ReferralProgramException exception)
        {
            throw Placed(exception.Findings, json);
        }
    }

    private static ReferralProgram ReadAnywhere(string json)
    {
        var findings = new ProgramFindings();
        var node = Parse(json, findings);
        var shape = ProgramJsonContext.Default.ProgramDocument;
        if (node is not null && !ProgramShape.Fits(node, shape))
        {
            findings.Add(ProgramCodes.WrongType, "$", "A program is a JSON object.");
        }

        findings.ThrowIfAny();
        ProgramShape.Check(node, shape, "$", findings);
        return ProgramReader.Read(node.Deserialize(shape)!, findings);
    }

    /// <summary>Reads a program and checks what it asks of custom rules: that they are there, and that each gets the parameters that it takes.</summary>
    /// <param name="json">The program.</param>
    /// <param name="rules">The rules, as they are registered with <see cref="ReferralsOptions.AddRules"/>.</param>
    /// <exception cref="ReferralProgramException">The text is no program, or asks for what is not there; everything that is wrong is in the exception.</exception>
    public static ReferralProgram Read(string json, CustomRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var program = Read(json);
        var missing = ProgramValidation.MissingRules(program, rules).ToArray();
        return missing.Length == 0 ? program : throw Placed(missing, json);
    }

    /// <summary>Writes a program, indented, with every value that is not the default.</summary>
    public static string Write(ReferralProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return JsonSerializer.Serialize(ProgramWriter.Document(program), ProgramJsonContext.Readable.ProgramDocument);
    }

    /// <summary>The mistakes with the lines and columns where they are.</summary>
    private static ReferralProgramException Placed(IEnumerable<ProgramFinding> findings, string json)
    {
        var places = new JsonPlaces(json);
        return new ReferralProgramException([.. findings.Select(finding => finding.At(places.Of(finding.Path)))]);
    }

    private static JsonNode? Parse(string json, ProgramFindings findings)
    {
        if (Encoding.UTF8.GetByteCount(json) is var bytes && bytes > MaxBytes)
        {
            findings.Add(ProgramCodes.TooLarge, "$", $"The program has {bytes} bytes; at most {MaxBytes} are read.");
            return null;
        }

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            return JsonNode.Parse(json, documentOptions: options) ?? new JsonArray();
        }
        catch (JsonException exception)
        {
            findings.Add(ProgramCodes.NotJson, "$", $"The text is not valid JSON: {exception.Message}");
            return null;
        }
    }
}
