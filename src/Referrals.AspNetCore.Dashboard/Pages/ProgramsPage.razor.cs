using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>The versions of the program, and one of them with its terms and findings.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class ProgramsPage;
