using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>What an audit of the books has found.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class AuditPage;
